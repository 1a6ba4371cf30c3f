import type { Column } from '../../language/columnType.ts';
import { type ColumnBaseline, describeNumbers, MAX_VALUES, quantileRanks } from '../../math/baseline.ts';
import { EdgeCounter } from '../columns/edgeCounter.ts';
import { holdNumbers } from '../columns/exactNumbers.ts';
import { readNumbers } from '../columns/readNumbers.ts';
import type { ScannedTable } from '../columns/scannedTable.ts';
import { sortNumbers } from '../columns/sortNumbers.ts';
import { readStoredCategories, storedNumbers } from '../columns/storedSide.ts';

/** Values of a column that edges are taken from where all of them are too many to hold. */
const SAMPLED = 100_000;

export interface DescribedColumns {
  readonly numbers: readonly Column[];
  readonly categories: readonly Column[];
  /** Cells of numbers up to which all values are held, and quantiles are exact. */
  readonly exactCells: number;
}

/**
 * What is stored of a table's columns, by name. Above `exactCells` the quantiles are those of 100,000 rows, taken evenly; counts between
 * them are exact all the same, and the memory does not grow with the rows.
 */
export async function describeTable(
  table: ScannedTable,
  { numbers, categories, exactCells }: DescribedColumns,
): Promise<Readonly<Record<string, ColumnBaseline>>> {
  const described: [string, ColumnBaseline][] = [];
  const isSmall = table.rows * numbers.length <= exactCells;
  const counted = await (isSmall ? describeHeld(table, numbers) : describeStreamed(table, numbers));
  for (const column of categories) described.push([column.name, await readStoredCategories(table, column)]);
  return Object.fromEntries([...counted, ...described]);
}

type Described = readonly (readonly [string, ColumnBaseline])[];

async function describeHeld(table: ScannedTable, columns: readonly Column[]): Promise<Described> {
  const held = await holdNumbers(table, columns);
  return [...held].map(([name, values]) => [name, describeNumbers(values)] as const);
}

async function describeStreamed(table: ScannedTable, columns: readonly Column[]): Promise<Described> {
  const edges = await sampledEdges(table, columns);
  const counters = new Map(columns.map((column) => [column, new EdgeCounter(edges.get(column)!)]));
  await readNumbers(
    table,
    new Map([...counters].map(([column, counter]) => [column, (values) => counter.take(values)])),
  );
  return [...counters].map(([{ name }, counter]) => [name, storedNumbers(counter.side(MAX_VALUES))] as const);
}

type Edges = ConstructorParameters<typeof EdgeCounter>[0];

async function sampledEdges(table: ScannedTable, columns: readonly Column[]): Promise<ReadonlyMap<Column, Edges>> {
  const step = Math.max(1, Math.floor(table.rows / SAMPLED));
  const samples = columns.map((column) => ({
    column,
    values: new Float64Array(Math.ceil(table.rows / step)),
    rows: 0,
    count: 0,
  }));
  const takers = samples.map((sample) => {
    const take = (values: Float32Array | Float64Array) => {
      // The first row of each stretch moves on within it, so that no rhythm of the rows is always met at the same beat.
      for (let i = 0; i < values.length; i++, sample.rows++) {
        if ((sample.rows + Math.floor(sample.rows / step) * 7) % step !== 0) continue;
        const value = values[i]!;
        if (value - value === 0 && sample.count < sample.values.length) sample.values[sample.count++] = value;
      }
    };
    return [sample.column, take] as const;
  });
  await readNumbers(table, new Map(takers));
  return new Map(samples.map(({ column, values, count }) => [column, edgesOf(sortNumbers(values.subarray(0, count)))]));
}

/** Each distinct value where there are few, else quantiles; of no values no edges. */
function edgesOf(sorted: Float64Array): Edges {
  const distinct = distinctOf(sorted, MAX_VALUES);
  if (distinct !== undefined) return { edges: distinct, areValues: true, isSingle: false };
  const edges = quantileRanks(sorted.length).map((rank) => sorted[rank - 1]!);
  return { edges: edges.filter((edge, q) => q === 0 || edge !== edges[q - 1]), areValues: false, isSingle: false };
}

/** Undefined where there are more than `most`. */
function distinctOf(sorted: Float64Array, most: number): readonly number[] | undefined {
  const found: number[] = [];
  for (let i = 0; i < sorted.length; i++) {
    if (i > 0 && sorted[i] === sorted[i - 1]) continue;
    if (found.length === most) return undefined;
    found.push(sorted[i]!);
  }
  return found;
}
