import { count } from '../../language/figures.ts';
import { BASELINE_SCHEMA, type Baseline } from '../../math/baseline.ts';
import type { ColumnPair } from '../../math/drift/columnPair.ts';
import type { DataSource } from '../../ports/dataSource.ts';
import { describeTable } from '../baseline/describeTable.ts';
import { type PlannedColumn, planBaseline, planTables, storedColumns } from './columnPlan.ts';
import { correlationChanges } from './correlations.ts';
import { exactSide, holdNumbers } from './exactNumbers.ts';
import { figuresOf, NO_FIGURES } from './figures.ts';
import type { PairedColumn, Pairs, PairsRequest } from './pairedColumns.ts';
import { pictureOf } from './pictures.ts';
import { readCategories } from './readCategories.ts';
import { readNumbers } from './readNumbers.ts';
import { columnsOf, type ScannedTable, withScanned } from './scannedTable.ts';
import { withShortNames } from './shortNames.ts';
import { counterFor, readAgainstStored, storedPair } from './storedSide.ts';
import { withoutFalseTypes } from './withoutValues.ts';

/** Cells of numbers of one side: 128 MB of values. */
export const EXACT_CELLS = 16_000_000;

/**
 * Reads the columns of both sides. Two tables are compared by the values themselves up to `exactCells`; above, and against a stored
 * baseline, in one pass over the current rows: by value where the reference has few, else between its 999 quantiles.
 */
export async function readPairs(data: DataSource, request: PairsRequest): Promise<Pairs> {
  const { reference, current, signal } = request;
  const now = await columnsOf(data, current);
  if (reference.kind === 'baseline') {
    const planned = planBaseline(reference.baseline, now, request);
    const plan = await withoutFalseTypes(data, planned, { reference: undefined, current }, signal);
    return withScanned(data, current, namesIn(plan, 'current'), { signal }, (table) =>
      againstStored(plan, reference.baseline, table),
    );
  }
  const planned = planTables(await columnsOf(data, reference), now, request);
  const plan = await withoutFalseTypes(data, planned, { reference, current }, signal);
  return withScanned(data, reference, namesIn(plan, 'reference'), { signal }, (before) =>
    withScanned(data, current, namesIn(plan, 'current'), { signal }, (after) =>
      twoTables(plan, before, after, request),
    ),
  );
}

function namesIn(plan: readonly PlannedColumn[], side: 'reference' | 'current'): readonly string[] {
  return plan.flatMap((column) => (column.reason === null && column[side] ? [column[side].name] : []));
}

async function twoTables(
  plan: readonly PlannedColumn[],
  before: ScannedTable,
  after: ScannedTable,
  { correlations = false, exactCells = EXACT_CELLS }: PairsRequest,
): Promise<Pairs> {
  const read = plan.filter(({ reason }) => reason === null);
  const numbers = read.filter(({ kind }) => kind === 'number');
  if (Math.max(before.rows, after.rows) * numbers.length > exactCells) {
    const categories = read.filter(({ kind }) => kind === 'category');
    const columns = {
      numbers: numbers.map(sideColumn('reference')),
      categories: categories.map(sideColumn('reference')),
    };
    const inputs = await describeTable(before, { ...columns, exactCells });
    const baseline: Baseline = { schema: BASELINE_SCHEMA, rows: before.rows, inputs, outputs: {}, label: {} };
    return againstStored(plan, baseline, after);
  }
  const texts = categoryPairs(read, (column) =>
    readCategories(before, after, { reference: column.reference!, current: column.current! }),
  );
  const [was, is] = [
    await holdNumbers(before, numbers.map(sideColumn('reference'))),
    await holdNumbers(after, numbers.map(sideColumn('current'))),
  ];
  const open = numbers.filter(({ sensitive }) => !sensitive).map(({ column }) => column);
  // Before the values are put in order.
  const changes = correlations ? correlationChanges(was, is, open) : [];
  const pairs = new Map(await texts);
  for (const { column, isInteger } of numbers)
    pairs.set(column, {
      kind: 'numbers',
      reference: exactSide(was.get(column)!),
      current: exactSide(is.get(column)!),
      isInteger,
    });
  return {
    rows: { reference: before.rows, current: after.rows },
    columns: pairedColumns(plan, pairs, { reference: before.rows, current: after.rows }),
    correlations: changes,
  };
}

async function againstStored(plan: readonly PlannedColumn[], baseline: Baseline, table: ScannedTable): Promise<Pairs> {
  const stored = storedColumns(baseline);
  const read = plan.filter(({ reason }) => reason === null);
  const texts = categoryPairs(read, (column) => {
    const one = stored[column.column];
    if (one?.kind !== 'categories') throw new Error(`${column.column} is stored as numbers`);
    return readAgainstStored(one, table, column.current!);
  });
  const counters = read.flatMap((column) => {
    const one = stored[column.column];
    return one?.kind === 'numbers' ? [{ column, one, counter: counterFor(one) }] : [];
  });
  await readNumbers(
    table,
    new Map(counters.map(({ column, counter }) => [column.current!, (values) => counter.take(values)])),
  );
  const pairs = new Map(await texts);
  for (const { column, one, counter } of counters)
    pairs.set(column.column, storedPair(one, counter.side(), column.isInteger));
  const rows = { reference: baseline.rows, current: table.rows };
  return { rows, columns: pairedColumns(plan, pairs, rows), correlations: [] };
}

/** One column after the other, beside what else is read: each takes all threads that it can use, and memory for one. */
function categoryPairs(
  read: readonly PlannedColumn[],
  pairOf: (column: PlannedColumn) => Promise<ColumnPair>,
): Promise<ReadonlyMap<string, ColumnPair>> {
  const found = (async () => {
    const pairs = new Map<string, ColumnPair>();
    for (const column of read) if (column.kind === 'category') pairs.set(column.column, await pairOf(column));
    return pairs;
  })();
  // Seen when it is awaited; until then it is nobody's.
  found.catch(() => undefined);
  return found;
}

function sideColumn(side: 'reference' | 'current') {
  return (column: PlannedColumn) => column[side]!;
}

function pairedColumns(
  plan: readonly PlannedColumn[],
  pairs: ReadonlyMap<string, ColumnPair>,
  rows: Pairs['rows'],
): readonly PairedColumn[] {
  return plan.map(({ column, kind, type, sensitive, schema, reason }) => {
    const common = { column, kind, type, sensitive, schema };
    const pair = pairs.get(column);
    if (pair === undefined)
      return {
        ...common,
        pair: null,
        reason: reason ?? 'It was not read',
        figures: {
          reference: { ...NO_FIGURES, rows: rows.reference },
          current: { ...NO_FIGURES, rows: rows.current },
        },
        picture: null,
      };
    const unlike = identifierReason(pair, sensitive);
    const figures = figuresOf(pair, sensitive);
    if (unlike !== null) return { ...common, pair: null, reason: unlike, figures, picture: null };
    const named = withShortNames(pair);
    return { ...common, pair: named, reason: null, figures, picture: sensitive ? null : pictureOf(named) };
  });
}

/** Texts that nearly every row has one of its own of have no shares to compare. */
function identifierReason(pair: ColumnPair, isSensitive: boolean): string | null {
  if (pair.kind !== 'categories') return null;
  const { rows, missing, distinct } = pair.reference;
  if (distinct < LEAST_OF_IDENTIFIER || distinct <= (rows - missing) / 2) return null;
  const counts = isSensitive
    ? 'Most rows have a text of their own'
    : `${count(distinct)} different texts in ${count(rows - missing)} rows`;
  return `${counts}: an identifier or free text, which is not judged`;
}

const LEAST_OF_IDENTIFIER = 50;
