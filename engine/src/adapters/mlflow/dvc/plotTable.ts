import type { MetricPoint } from '../../../ports/runStore.ts';
import { floatOf } from '../mlruns/metricLines.ts';

/** Points of a plot that DVCLive writes, a table with tabs: `step`, perhaps `timestamp`, and the value in a column of the metric's name. */
export function plotPoints(text: string, name: string): readonly MetricPoint[] {
  const [head = '', ...lines] = text.split(/\r?\n/);
  const columns = head.split('\t');
  const step = columns.indexOf('step');
  const time = columns.indexOf('timestamp');
  const named = columns.indexOf(name);
  const value = named === -1 ? columns.findIndex((_, index) => index !== step && index !== time) : named;
  if (value === -1) return [];
  return lines.flatMap((line, index) => {
    const cells = line.split('\t');
    const number = floatOf(cells[value] ?? '');
    if (number === undefined) return [];
    return [{ value: number, step: wholeIn(cells[step]) ?? index, timestamp: wholeIn(cells[time]) ?? 0 }];
  });
}

function wholeIn(text: string | undefined): number | undefined {
  return text !== undefined && /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
}
