import { type QuickPickItem, type Uri, window } from 'vscode';
import { metricHeader, valueText } from '../../../engine/src/language/screenFigures.ts';
import { relativeTime } from '../../../engine/src/language/times.ts';
import type { MetricRow } from '../../../engine/src/operations/runs/page/runPage.ts';
import type { RunArgument } from '../../../server/src/protocol.ts';
import type { RunRow } from '../../../server/src/views/runs.ts';
import type { Asking } from '../asking.ts';
import { projectFolders } from '../projects.ts';
import { refusalText } from '../views/outcome.ts';

const SHOWN = 50;

/** Has the user choose one of the newest runs; undefined where none is chosen, or there is none, which is said. */
export async function pickRun(asking: Asking, title = 'Open Run'): Promise<RunArgument | undefined> {
  const items = await newestRuns(asking);
  if (items.length === 0) {
    void window.showInformationMessage('No runs yet. Runs of this project appear here once a pipeline has run.');
    return undefined;
  }
  const chosen = await window.showQuickPick(items, {
    title,
    placeHolder: 'One of the newest runs',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return chosen?.argument;
}

interface RunItem extends QuickPickItem {
  readonly argument: RunArgument;
  readonly startedAt: string;
}

async function newestRuns(asking: Asking): Promise<readonly RunItem[]> {
  const found = await Promise.all((await projectFolders()).map((root) => runsOf(root, asking)));
  return found
    .flat()
    .sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1))
    .slice(0, SHOWN);
}

async function runsOf(root: Uri, asking: Asking): Promise<readonly RunItem[]> {
  const experiments = await asking.ask(root, 'experiments', {});
  if (experiments.kind === 'refused') throw new Error(refusalText(experiments));
  const parts = await Promise.all(
    experiments.value.map(async ({ name }) => {
      const told = await asking.ask(root, 'runs', { experiment: name, offset: 0, limit: SHOWN });
      return told.kind === 'told' ? told.value.runs.map((row) => itemOf(row, name, root)) : [];
    }),
  );
  return parts.flat();
}

function itemOf(row: RunRow, experiment: string, root: Uri): RunItem {
  const { id, name, status, startedAt, metric, branch } = row;
  return {
    label: `$(${ICONS[status] ?? 'beaker'}) ${experiment} ${id.slice(0, 4)}`,
    description: [metric === null ? status : metricText(metric), name].join(', '),
    detail: [relativeTime(startedAt, { now: Date.now() }), branch].filter(Boolean).join(', '),
    argument: { root: root.toString(), run: id },
    startedAt,
  };
}

const ICONS: Readonly<Record<string, string>> = { finished: 'pass', failed: 'error', running: 'sync~spin' };

function metricText(metric: MetricRow): string {
  return `${metricHeader(metric.name, metric.better)} ${valueText(metric)}`;
}
