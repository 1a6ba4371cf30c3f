import { count, duration, figure, interval } from '../../../engine/src/language/figures.ts';
import { isRecord } from '../../../engine/src/language/isRecord.ts';
import type { Path } from '../../../engine/src/language/tree.ts';
import type { CheckPoint, CheckRecord } from '../../../engine/src/ports/monitorStore.ts';
import { entriesAt, isList, valueAt } from '../../../engine/src/project/read.ts';
import type { SpecFile } from '../../../engine/src/project/specFile.ts';
import { code, facts, paragraphs, plain } from './markdown.ts';
import { percent } from './numbers.ts';

/** What the newest check measured at a place of a monitor's spec. */
export interface MonitorValue {
  /** Of the limit, where it says one, else of what is asked. */
  readonly path: Path;
  /** Short: `last 0.713`, `3 of 8 drifted`. */
  readonly text: string;
  /** Markdown. */
  readonly docs: string;
}

/** Values of the newest check beside the limits that they were held against. */
export function monitorValues({ tree }: SpecFile, check: CheckRecord): readonly MonitorValue[] {
  const limits: Limit[] = [
    ...LIMITS,
    ...['min', 'max'].map((end): Limit => ({ path: ['performance', end], id: 'performance', say: figure })),
    ...sqlLimits(tree),
  ];
  return [
    ...driftValue(check),
    ...columnValues(tree, check),
    ...limits.flatMap((limit) => pointValue(limit, check)),
  ].filter(({ path }) => valueAt(tree, path) !== undefined);
}

/** A key that limits what a check of this id measures. */
interface Limit {
  readonly path: Path;
  readonly id: string;
  readonly say: (value: number) => string;
}

const LIMITS: readonly Limit[] = [
  { path: ['prediction_drift', 'max'], id: 'prediction_drift', say: figure },
  ...['missing', 'range', 'duplicates', 'anomalies'].map(
    (key): Limit => ({ path: ['health', key, 'max'], id: key, say: share }),
  ),
  { path: ['health', 'cardinality', 'change'], id: 'cardinality', say: share },
  { path: ['health', 'freshness'], id: 'freshness', say: duration },
  ...['schema', 'units'].map((key): Limit => ({ path: ['health', key], id: key, say: figure })),
];

function share(value: number): string {
  return percent(value, 1);
}

function sqlLimits(tree: SpecFile['tree']): readonly Limit[] {
  const metrics = valueAt(tree, ['metrics']);
  if (!isList(metrics)) return [];
  return metrics.flatMap((metric, index) =>
    isRecord(metric) && typeof metric['name'] === 'string'
      ? ['min', 'max'].map(
          (end): Limit => ({ path: ['metrics', index, end], id: `sql: ${String(metric['name'])}`, say: figure }),
        )
      : [],
  );
}

function driftValue(check: CheckRecord): readonly MonitorValue[] {
  const { drifted, tested } = check;
  const text = tested === 0 ? 'none could be told' : `${drifted} of ${tested} drifted`;
  return [{ path: ['drift', 'share'], text, docs: said(`**${text}**`, check) }];
}

function columnValues(tree: SpecFile['tree'], check: CheckRecord): readonly MonitorValue[] {
  return entriesAt(tree, ['drift', 'columns']).flatMap(([column]) => {
    const point = check.columns[column];
    if (point === undefined) return [];
    const { statistic, test, verdict, threshold } = point;
    const value = statistic === null ? 'unknown' : figure(statistic);
    const words = { drift: 'drifted', none: 'no drift', unknown: 'no verdict' }[verdict];
    const limit = threshold === null ? '' : `, limit ${figure(threshold)}`;
    const docs = said(`${code(test)} of ${code(column)}: **${value}**, ${words}${limit}`, check);
    return [{ path: ['drift', 'columns', column, 'max'], text: `last ${value}`, docs }];
  });
}

function pointValue({ path, id, say }: Limit, check: CheckRecord): readonly MonitorValue[] {
  const point = check.checks[id];
  if (point === undefined) return [];
  const { value, low, high, status } = point;
  const whole = value !== null && low !== null && high !== null && say === figure;
  const measured = value === null ? 'unknown' : whole ? interval(value, low, high) : say(value);
  const docs = said(`${code(id)}: **${measured}**, ${STATUS[status]}`, check);
  return [{ path, text: `last ${value === null ? 'unknown' : say(value)}`, docs }];
}

const STATUS: Readonly<Record<CheckPoint['status'], string>> = {
  passed: 'within its limit',
  failed: 'beyond its limit',
  unknown: 'could not be told',
};

/** With what it was measured on. */
function said(value: string, { due, model, rows, headline }: CheckRecord): string {
  const of = facts([
    `window to ${new Date(due).toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    `${count(rows)} rows`,
    model !== null && code(model),
  ]);
  return paragraphs([value, of, plain(headline)]) ?? value;
}
