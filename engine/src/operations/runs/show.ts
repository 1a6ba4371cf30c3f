import { viewRun } from '../../tracking/runView.ts';
import { operation } from '../operation.ts';
import { openRuns } from '../project.ts';

/** `runs show`: all that is known of one run. */
export const showRun = operation({
  name: 'runs show',
  title: 'Show a run: status, parameters, metrics, data, commit, steps',
  examples: [{ command: 'modelyard runs show 9b1f', does: 'The run whose id begins so.' }],
  arguments: {
    run: {
      type: 'string',
      description: 'Id of the run, or the first four digits or more.',
      positional: true,
      required: true,
    },
  },
  result: 'runs-show',
  async run(host, args) {
    const { runs } = await openRuns(host);
    return viewRun(await runs.run(args.run), await runs.experiments());
  },
});
