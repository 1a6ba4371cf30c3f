import { ROW_ID } from '../../../data/examples/examples.ts';
import { LOOKED_AT, sampleTables } from '../../../monitoring/explain/sampleTables.ts';
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

/** What tells the current rows from those of the reference, and current rows that look like nothing in it. */
export interface Explained {
  /** Null where it was not asked for, where there are no rows of the reference, or too few. */
  readonly separation: Separation | null;
  readonly unusual: UnusualRows | null;
}

/** Both look at the same rows, which are read once. */
export async function explainedRows(around: CheckAround, request: ExplainRequest): Promise<Explained> {
  const { monitor, current, reference, inputs } = request;
  const wanted = { separation: monitor.drift !== null, unusual: monitor.health.anomalies !== undefined };
  const columns = sharedInputs(inputs, current, reference);
  const now = selected(current, [ROW_ID, ...columns]);
  const nothing = { separation: null, unusual: null };
  if (now === null || columns.length === 0 || !(wanted.separation || wanted.unusual)) return nothing;
  const given = { source: around.data, signal: around.signal };
  const sensitive = new Set([...current.sensitive, ...(reference.kind === 'rows' ? reference.rows.sensitive : [])]);
  const common = { current: now, columns, seed: SEED };
  const shown = { ...common, sensitive, id: [ROW_ID] };
  if (reference.kind === 'baseline')
    return { separation: null, unusual: await unusualRows(given, { ...shown, reference: reference.baseline.inputs }) };
  const before = selected(reference.rows, columns);
  if (before === null) return nothing;
  const sampled = await sampleTables(given, before, now, { columns, rows: LOOKED_AT });
  const both = { reference: before, sampled };
  return {
    separation: wanted.separation ? await separate(given, { ...common, ...both }) : null,
    unusual: await unusualRows(given, { ...shown, ...both }),
  };
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
