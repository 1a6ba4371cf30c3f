import type { Evaluation, MetricValue } from '../../../engine/src/evaluation/evaluation.ts';
import { count, figure, interval } from '../../../engine/src/language/figures.ts';
import { type Style, textTable } from '../terminal.ts';

const MOST_VALUES = 20;

/** Metrics with intervals, then the slices with most rows. */
export function evaluationText({ task, rows, metrics, slices, intervals }: Evaluation, style: Style): string {
  const how = intervals ? `, ${intervals.level * 100}% intervals from ${count(intervals.resamples)} resamples` : '';
  const overall = Object.entries(metrics).map(([name, metric]) => [name, metricText(metric)]);
  const lines = [
    style.bold(`${count(rows)} rows, ${task}${how}`),
    ...textTable(['', ''], overall).split('\n').slice(1),
  ];
  for (const slice of slices) {
    const shown = slice.values.slice(0, MOST_VALUES);
    const names = Object.keys(metrics).slice(0, 4);
    const table = textTable(
      [slice.name, 'rows', ...names],
      shown.map((value) => [
        value.value ?? '(missing)',
        count(value.rows),
        ...names.map((name) => metricText(value.metrics[name])),
      ]),
      [1],
    );
    const cut = shown.length < slice.total ? style.dim(`\n${shown.length} of ${slice.total} values shown`) : '';
    lines.push('', table + cut);
  }
  return lines.join('\n');
}

function metricText(metric: MetricValue | undefined): string {
  if (!metric || metric.value === null) return '-';
  const { value, low, high } = metric;
  return low === undefined || high === undefined ? figure(value) : interval(value, low, high);
}
