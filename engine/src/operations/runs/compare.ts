import { usage } from '../../failure.ts';
import { compareRuns } from '../../tracking/compareRuns.ts';
import { viewRun } from '../../tracking/runView.ts';
import { operation } from '../operation.ts';
import { openRuns } from '../project.ts';

/** `runs compare`: what differs between runs. */
export const compareTheRuns = operation({
  name: 'runs compare',
  title: 'Compare runs: parameters, metrics, data that differ',
  examples: [{ command: 'modelyard runs compare 9b1f 4be1', does: 'Two runs side by side.' }],
  arguments: {
    runs: {
      type: 'string',
      description: 'Ids of two runs or more.',
      positional: true,
      multiple: true,
      placeholder: 'RUN',
    },
  },
  result: 'runs-compare',
  async run(host, args) {
    if (args.runs.length < 2)
      throw usage('There is nothing to compare.', 'Name two runs or more: `modelyard runs compare A B`.');
    const { runs } = await openRuns(host);
    const comparison = compareRuns(await Promise.all(args.runs.map((id) => runs.run(id))));
    const experiments = await runs.experiments();
    return {
      ...comparison,
      runs: comparison.runs.map((run) => viewRun(run, experiments)),
      tags: comparison.tags.filter((row) => !/^(modelyard|mlflow)\./.test(row.name)),
    };
  },
});
