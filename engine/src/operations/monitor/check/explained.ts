import { ROW_ID } from '../../../data/examples/examples.ts';
import { separate } from '../../../monitoring/explain/separate.ts';
import { sliceColumns } from '../../../monitoring/explain/sliceColumns.ts';
import { sliceMoves } from '../../../monitoring/explain/sliceMoves.ts';
import { unusualRows } from '../../../monitoring/explain/unusualRows.ts';
import type { ColumnReport } from '../../../monitoring/report/columnReport.ts';
import type { Separation, UnusualRows } from '../../../monitoring/report/monitorReport.ts';
import type { Monitor } from '../../../monitoring/spec/monitor.ts';
import type { CheckAround } from './around.ts';
import { type ModelRows, selected } from './modelRows.ts';
import type { Reference } from './referenceRows.ts';

export interface ExplainRequest {
  readonly monitor: Monitor;
  readonly current: ModelRows;
  readonly reference: Reference;
  readonly inputs: readonly string[];
}

/** Drifted columns that are looked into, those that moved most. */
const MOST_COLUMNS = 12;
const SEED = 7;

/** Says of drifted columns in which slices they moved; of rows only, since a stored baseline has no slices. */
export async function withWhere(
  around: CheckAround,
  columns: readonly ColumnReport[],
  { monitor, current, reference, inputs }: ExplainRequest,
): Promise<readonly ColumnReport[]> {
  if (reference.kind === 'baseline') return columns;
  const drifted = columns.filter((column) => column.verdict === 'drift' && !column.sensitive).slice(0, MOST_COLUMNS);
  const open = openInputs(inputs, current, reference);
  const before = selected(reference.rows, [...open, ...drifted.map(({ column }) => column)]);
  const now = selected(current, [...open, ...drifted.map(({ column }) => column)]);
  if (drifted.length === 0 || before === null || now === null) return columns;
  const given = { source: around.data, signal: around.signal };
  const named = monitor.slices.filter((name) => open.includes(name));
  const by = named.length > 0 ? named : await sliceColumns(given, before, open);
  const moved = drifted.map(({ column, kind }) => ({ column, kind }));
  const moves = await sliceMoves(given, { reference: before, current: now, columns: moved, by });
  return columns.map((column) => ({ ...column, where: moves.get(column.column) ?? column.where }));
}

/** What tells the current rows from those of the reference; null where there are no rows of it, or too few. */
export async function separationOf(
  { data, signal }: CheckAround,
  { current, reference, inputs }: ExplainRequest,
): Promise<Separation | null> {
  if (reference.kind === 'baseline') return null;
  const columns = sharedInputs(inputs, current, reference);
  const [before, now] = [selected(reference.rows, columns), selected(current, columns)];
  if (before === null || now === null || columns.length === 0) return null;
  return separate({ source: data, signal }, { reference: before, current: now, columns, seed: SEED });
}

export async function unusualOf(
  { data, signal }: CheckAround,
  { current, reference, inputs }: ExplainRequest,
): Promise<UnusualRows | null> {
  const columns = sharedInputs(inputs, current, reference);
  const now = selected(current, [ROW_ID, ...columns]);
  const before = reference.kind === 'baseline' ? reference.baseline.inputs : selected(reference.rows, columns);
  if (now === null || before === null || columns.length === 0) return null;
  const sensitive = new Set([...current.sensitive, ...(reference.kind === 'rows' ? reference.rows.sensitive : [])]);
  return unusualRows(
    { source: data, signal },
    { reference: before, current: now, columns, sensitive, id: [ROW_ID], seed: SEED },
  );
}

function sharedInputs(inputs: readonly string[], current: ModelRows, reference: Reference): readonly string[] {
  const isIn = (rows: ModelRows, name: string) => rows.columns.some((column) => column.name === name);
  return inputs.filter(
    (name) =>
      isIn(current, name) &&
      (reference.kind === 'rows' ? isIn(reference.rows, name) : Object.hasOwn(reference.baseline.inputs, name)),
  );
}

function openInputs(inputs: readonly string[], current: ModelRows, reference: Reference): readonly string[] {
  const hidden = new Set([...current.sensitive, ...(reference.kind === 'rows' ? reference.rows.sensitive : [])]);
  return sharedInputs(inputs, current, reference).filter((name) => !hidden.has(name));
}
