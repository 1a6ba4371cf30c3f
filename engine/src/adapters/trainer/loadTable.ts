import { badWeights } from '../../learning/learningFailures.ts';
import type { Part, Table } from '../../learning/table.ts';
import type { DataSource, Values } from '../../ports/dataSource.ts';
import { identifier } from '../../ports/sqlText.ts';
import type { Input } from './inputs.ts';
import type { Target } from './target.ts';

/** Labels and row weights of a part, in the order of the file. */
export interface Labels {
  readonly labels: Float64Array | Uint32Array;
  readonly weights: Float32Array | undefined;
}

const NAMES = { target: 'y', weight: 'w', input: 'x' } as const;

/** Streams a file into the table, once, batch by batch. */
export async function loadTable(
  source: DataSource,
  relation: string,
  part: Part,
  rows: number,
  {
    inputs,
    target,
    weight,
    table,
  }: { inputs: readonly Input[]; target: Target; weight: string | undefined; table: Table },
): Promise<Labels> {
  const labels = target.task === 'regression' ? new Float64Array(rows) : new Uint32Array(rows);
  const weights = weight === undefined ? undefined : new Float32Array(rows);
  const columns = inputs.map((_, i) => table.values(part, i));
  const items = [
    ...inputs.map(({ sql }, i) => `${sql} as ${NAMES.input}${i}`),
    `${target.sql} as ${NAMES.target}`,
    ...(weight === undefined ? [] : [`cast(${identifier(weight)} as double) as ${NAMES.weight}`]),
  ];
  let at = 0;
  for await (const batch of source.batches(`select ${items.join(', ')} from ${relation}`)) {
    for (const [i, column] of columns.entries()) copy(batch.columns[`${NAMES.input}${i}`], column, at);
    copy(batch.columns[NAMES.target], labels, at);
    if (weights) copy(batch.columns[NAMES.weight], weights, at);
    at += batch.rows;
  }
  if (at !== rows) throw new Error(`${rows} rows were counted and ${at} read`);
  if (weights && weight !== undefined) refuseBadWeights(weights, weight, part);
  return { labels, weights };
}

function copy(from: Values | undefined, to: { set(values: ArrayLike<number>, at: number): void }, at: number): void {
  if (from === undefined || from.kind === 'texts') throw new Error(`no numbers came: ${from?.kind}`);
  to.set(from.values, at);
}

function refuseBadWeights(weights: Float32Array, name: string, part: Part): void {
  let count = 0;
  let first = 0;
  for (let row = 0; row < weights.length; row++) {
    const weight = weights[row]!;
    if (weight >= 0 && weight < Number.POSITIVE_INFINITY) continue;
    if (count === 0) first = row + 1;
    count++;
  }
  if (count > 0) throw badWeights(name, part === 'train' ? 'training' : 'validation', count, first);
}
