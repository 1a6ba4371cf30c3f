import { deleteRun, tagRun } from '../../../engine/src/operations/runs/change.ts';
import { compareTheRuns } from '../../../engine/src/operations/runs/compare.ts';
import { listRuns, searchRuns } from '../../../engine/src/operations/runs/list.ts';
import { showRun } from '../../../engine/src/operations/runs/show.ts';
import { command } from '../command.ts';
import { runsText, runText } from '../report/runs.ts';
import { runsComparisonMarkdown, runsComparisonText } from '../report/runsComparison.ts';
import { simpleProgress } from '../report/simpleProgress.ts';

export const commands = [
  command(listRuns, { text: runsText }),
  command(showRun, { text: runText }),
  command(searchRuns, { text: runsText }),
  command(compareTheRuns, { text: runsComparisonText, markdown: runsComparisonMarkdown }, simpleProgress),
  command(tagRun, {
    text: (result) =>
      Object.entries(result.tags)
        .map(([key, value]) => `${key}=${value}`)
        .join('\n'),
  }),
  command(deleteRun, { text: (result) => `${result.deleted ? 'Deleted' : 'Restored'} ${result.runs.join(', ')}.` }),
];
