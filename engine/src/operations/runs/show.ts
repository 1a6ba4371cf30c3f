import { viewRun } from '../../tracking/runView.ts';
import { operation } from '../operation.ts';
import { openRuns } from '../project.ts';
import { SOURCE, sourceRunNamed, viewSourceRun, withSource } from './sourceRuns.ts';

/** `runs show`: all that is known of one run. */
export const showRun = operation({
  name: 'runs show',
  title: 'Show a run: status, parameters, metrics, data, commit, steps',
  examples: [
    { command: 'modelyard runs show 9b1f', does: 'The run whose id begins so.' },
    { command: 'modelyard runs show 9b1f --source mlflow.db', does: 'The one in a database of MLflow.' },
  ],
  arguments: {
    run: {
      type: 'string',
      description: 'Id of the run, or the first four digits or more.',
      positional: true,
      required: true,
    },
    source: SOURCE,
  },
  result: 'runs-show',
  async run(host, args) {
    if (args.source !== undefined)
      return withSource(host, args.source, async (source) =>
        viewSourceRun(source, await sourceRunNamed(source, args.run)),
      );
    const { runs } = await openRuns(host);
    return viewRun(await runs.run(args.run), await runs.experiments());
  },
});
