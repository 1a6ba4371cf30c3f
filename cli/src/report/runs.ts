import { bytes, count, duration, figure, figureColumn, interval } from '../../../engine/src/language/figures.ts';
import type { RunList } from '../../../engine/src/operations/runs/list.ts';
import { PYTHON_TAG } from '../../../engine/src/steps/script/python.ts';
import type { MetricView, RunView } from '../../../engine/src/tracking/runView.ts';
import { RUN_TAGS } from '../../../engine/src/tracking/tags.ts';
import { type Style, textTable } from '../terminal.ts';

const MOST_METRICS = 4;

/** A line a run, with the metrics that most of them have. */
export function runsText({ runs, nextPageToken }: RunList, style: Style): string {
  if (runs.length === 0) return 'No runs. `modelyard run PIPELINE` makes one.';
  const metrics = commonMetrics(runs);
  const columns = metrics.map((name) => figureColumn(runs.map((run) => run.metrics[name]?.value)));
  const isShared = runs.some(({ tags }) => tags[RUN_TAGS.origin] !== undefined);
  const rows = runs.map((run, row) => [
    run.id.slice(0, 8),
    run.status,
    run.experiment,
    run.name,
    minute(run.startedAt),
    run.seconds === null ? '' : duration(run.seconds),
    ...columns.map((column) => column[row] ?? '-'),
    ...(isShared ? [run.tags[RUN_TAGS.origin] ?? ''] : []),
  ]);
  const by = isShared ? ['pushed by'] : [];
  const header = ['run', 'status', 'experiment', 'name', 'started (UTC)', 'took', ...metrics, ...by];
  const right = [5, ...metrics.map((_, index) => 6 + index)];
  const more = nextPageToken ? `\n${style.dim(`More: --page ${nextPageToken}`)}` : '';
  return textTable(header, rows, right) + more;
}

/** All of a run: verdict first, then figures, then where it comes from. */
export function runText(run: RunView, style: Style): string {
  const took = run.seconds === null ? '' : ` in ${duration(run.seconds)}`;
  const made = run.models.map((model) => `${model.name}:${model.version}`).join(', ');
  const head = `${style.bold(`${run.experiment} ${run.id.slice(0, 8)}`)} ${run.status}${took}${made ? `, made ${made}` : ''}`;
  return [
    head,
    ...(run.failure ? [`  ${run.failure}`] : []),
    ...section('Metrics', metricRows(run.metrics), style),
    ...section('Parameters', Object.entries(run.params), style),
    ...section(
      'Steps',
      run.steps.map((step) => [step.step, step.status, step.status === 'done' ? duration(step.seconds) : '']),
      style,
    ),
    ...section(
      'Data',
      run.data.map((data) => [
        data.dataset,
        data.version.slice(0, 12),
        data.rows === null ? '' : `${count(data.rows)} rows`,
      ]),
      style,
    ),
    ...section(
      'Files',
      run.artifacts.map((file) => [file.path, bytes(file.size), file.sha256.slice(0, 12)]),
      style,
    ),
    ...section('From', sourceRows(run), style),
  ].join('\n');
}

/** Rows of `name value`, with intervals where there are some. */
export function metricRows(metrics: Readonly<Record<string, MetricView>>): string[][] {
  return Object.entries(metrics).map(([name, { value, low, high }]) => [
    name,
    low === undefined || high === undefined ? figure(value) : interval(value, low, high),
  ]);
}

function sourceRows(run: RunView): string[][] {
  const commit = run.git
    ? `${run.git.commit.slice(0, 12)}${run.git.dirty ? ' with uncommitted changes' : ''}`
    : 'no commit';
  return [
    ['run', run.id],
    ['started', run.startedAt],
    ['commit', run.git?.branch ? `${commit} on ${run.git.branch}` : commit],
    ...[
      ['pushed by', run.tags[RUN_TAGS.origin]],
      ['command', run.tags[RUN_TAGS.command]],
      ['python', run.tags[PYTHON_TAG]],
    ].filter((row): row is [string, string] => row[1] !== undefined),
  ];
}

function section(title: string, rows: readonly (readonly string[])[], style: Style): string[] {
  if (rows.length === 0) return [];
  const table = textTable(rows[0]?.map(() => '') ?? [], rows);
  const lines = table.split('\n').slice(1);
  return ['', style.bold(title), ...lines.map((line) => `  ${line}`)];
}

/** Names of the metrics that most runs have, the most common first. */
function commonMetrics(runs: readonly RunView[]): string[] {
  const counts = new Map<string, number>();
  for (const run of runs) for (const name of Object.keys(run.metrics)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, MOST_METRICS)
    .map(([name]) => name);
}

function minute(iso: string): string {
  return iso.slice(0, 16).replace('T', ' ');
}
