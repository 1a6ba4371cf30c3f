import { storedColumns } from '../../../monitoring/columns/columnPlan.ts';
import type { ColumnKind, PairSide, Pairs } from '../../../monitoring/columns/pairedColumns.ts';
import { readPairs } from '../../../monitoring/columns/readPairs.ts';
import type { CalendarPart, DriftRule, TimeSpan } from '../../../monitoring/drift/driftRule.ts';
import { calendarPart } from '../../../monitoring/drift/words/calendarPart.ts';
import type { ColumnReport } from '../../../monitoring/report/columnReport.ts';
import { columnReports } from '../../../monitoring/report/columnReports.ts';
import type { CorrelationChange, ReportCheck } from '../../../monitoring/report/monitorReport.ts';
import type { Monitor } from '../../../monitoring/spec/monitor.ts';
import type { Signature } from '../../../ports/learner.ts';
import { identifier } from '../../../ports/sqlText.ts';
import type { CheckAround } from './around.ts';
import { type ModelRows, type Output, outputsOf } from './modelRows.ts';
import type { Recipe } from './recipe.ts';
import type { Reference } from './referenceRows.ts';

export interface DriftRequest {
  readonly monitor: Monitor;
  readonly current: ModelRows;
  readonly reference: Reference;
  readonly recipe: Recipe;
  readonly inputs: Signature['inputs'];
  /** Every test that fits a column is made; the monitor's own still decides. */
  readonly allTests: boolean;
}

export interface DriftFound {
  /** Inputs, then what came out of the model. */
  readonly columns: readonly ColumnReport[];
  readonly rule: DriftRule;
  readonly correlations: readonly CorrelationChange[];
  /** Why the model's answers are not among them; null where they are, or were not asked for. */
  readonly silent: string | null;
}

/** Holds inputs and answers of the current rows against the reference, each family by its own rule. */
export async function driftOfRows(around: CheckAround, request: DriftRequest): Promise<DriftFound> {
  const { monitor, current, reference, recipe, allTests } = request;
  const outputs = monitor.predictionDrift === null ? [] : sharedOutputs(current, reference);
  const inputs = monitor.drift === null ? [] : Object.keys(request.inputs);
  const { test = 'auto', max, columns = {} } = monitor.drift ?? {};
  const spans = spansOf(reference, current);
  const limit = max === undefined ? {} : { max };
  const rule: DriftRule = { test, columns, ...limit, allTests, ...(spans && { spans }) };
  const pairs = await pairsOf(around, request, inputs, outputs);
  const isOutput = new Set(outputs.map(({ name }) => name));
  const told = columnReports({
    columns: pairs.columns.filter(({ column }) => !isOutput.has(column)).map((column) => withReason(column, current)),
    rule,
    role: 'input',
    types: Object.fromEntries(
      pairs.columns.flatMap(({ column, type }) =>
        recipe.origins[column] === undefined ? [] : [[column, `${type}, ${recipe.origins[column]}`]],
      ),
    ),
    calendar: calendarOf(recipe),
  });
  const said = columnReports({
    columns: pairs.columns.filter(({ column }) => isOutput.has(column)),
    rule: { test: 'auto', ...monitor.predictionDrift, allTests },
    role: 'output',
    types: Object.fromEntries(outputs.map(({ name, type }) => [name, type])),
  });
  const silent = monitor.predictionDrift === null || said.length > 0 ? null : silence(current, reference);
  return { columns: [...told, ...said], rule, correlations: pairs.correlations, silent };
}

function pairsOf(
  { data, signal }: CheckAround,
  { monitor, current, reference, inputs: types }: DriftRequest,
  inputs: readonly string[],
  outputs: readonly Output[],
): Promise<Pairs> {
  const kinds = Object.fromEntries([
    ...inputs.flatMap((name): [string, ColumnKind][] => {
      const type = types[name];
      return type === undefined || type === 'datetime' ? [] : [[name, type === 'string' ? 'category' : 'number']];
    }),
    ...outputs.map(({ name, kind }): [string, ColumnKind] => [name, kind]),
  ]);
  const sensitive = [...current.sensitive, ...(reference.kind === 'rows' ? reference.rows.sensitive : [])];
  const side: PairSide =
    reference.kind === 'baseline'
      ? reference
      : { kind: 'table', relation: relationOf(reference.rows, inputs, outputs) };
  const there = [...inputs, ...outputs.map(({ name }) => name)];
  const known = there.filter((name) => isKnown(name, current, reference));
  return readPairs(data, {
    reference: side,
    current: { kind: 'table', relation: relationOf(current, inputs, outputs) },
    columns: known,
    kinds,
    sensitive,
    correlations: monitor.drift !== null && reference.kind === 'rows',
    signal,
  });
}

/** A column that neither side has is nothing to read; it is told of by `schema` of health. */
function isKnown(name: string, current: ModelRows, reference: Reference): boolean {
  const isThere = (rows: ModelRows) =>
    rows.columns.some((column) => column.name === name) || outputsOf(rows.answers).some((one) => one.name === name);
  if (isThere(current)) return true;
  if (reference.kind === 'rows') return isThere(reference.rows);
  return Object.hasOwn(reference.baseline.inputs, name);
}

/** The rows as they are where no column has another name, so that they are read a column at a time. */
function relationOf(rows: ModelRows, inputs: readonly string[], outputs: readonly Output[]): string {
  const relation = rows.relation ?? '(SELECT 1 WHERE false)';
  if (outputs.every(({ name, column }) => name === column)) return relation;
  const there = inputs.filter((name) => rows.columns.some((column) => column.name === name));
  const items = [
    ...there.map(identifier),
    ...outputs.map(({ name, column }) => `${identifier(column)} AS ${identifier(name)}`),
  ];
  return `(SELECT ${items.join(', ')} FROM ${relation})`;
}

function sharedOutputs(current: ModelRows, reference: Reference): readonly Output[] {
  const now = outputsOf(current.answers);
  if (reference.kind === 'baseline') {
    const stored = storedColumns(reference.baseline);
    return now.filter(({ name }) => Object.hasOwn(stored, name));
  }
  const before = new Set(outputsOf(reference.rows.answers).map(({ name }) => name));
  return now.filter(({ name }) => before.has(name));
}

function silence(current: ModelRows, reference: Reference): string {
  if (current.silent !== null) return current.silent;
  if (reference.kind === 'rows' && reference.rows.silent !== null) return `Of the reference: ${reference.rows.silent}`;
  return reference.kind === 'baseline'
    ? 'The stored baseline holds no answers of the model. Name rows under `reference` of the monitor.'
    : 'The model gives no answer that can be held against another.';
}

function withReason(column: Pairs['columns'][number], { gone }: ModelRows): Pairs['columns'][number] {
  const why = gone[column.column];
  return why === undefined ? column : { ...column, reason: `It cannot be made of the current rows: ${why}` };
}

function calendarOf({ columns, origins }: Recipe): Readonly<Record<string, CalendarPart>> {
  return Object.fromEntries(
    Object.entries(columns).flatMap(([name, { text }]) => {
      const part = calendarPart(name, origins[name] ?? text);
      return part === undefined ? [] : [[name, part]];
    }),
  );
}

function spansOf({ told }: Reference, { told: now }: ModelRows): DriftRule['spans'] {
  const span = (side: typeof told): TimeSpan | undefined =>
    side.from === null || side.to === null ? undefined : { from: side.from, to: side.to };
  const [reference, current] = [span(told), span(now)];
  return reference && current && { reference, current };
}

/** What came out of the model, against its rule: the output that moved most. */
export function predictionCheck(columns: readonly ColumnReport[], silent: string | null): ReportCheck {
  const outputs = columns.filter(({ role }) => role === 'output');
  const worst = outputs[0];
  const common = {
    id: 'prediction_drift',
    kind: 'prediction_drift',
    title: 'Predictions',
    low: null,
    high: null,
    unit: 'distance',
    min: null,
  } as const;
  if (worst === undefined)
    return {
      ...common,
      status: 'unknown',
      value: null,
      max: null,
      rows: null,
      said: silent ?? 'There are no answers.',
      about: [],
    };
  const status = ({ drift: 'failed', none: 'passed', unknown: 'unknown' } as const)[worst.verdict];
  return {
    ...common,
    status,
    value: worst.statistic,
    max: worst.threshold,
    rows: worst.current.rows,
    said: worst.reason ?? (worst.changed || `\`${worst.column}\` is as it was`),
    about: outputs.filter(({ verdict }) => verdict === 'drift').map(({ column }) => column),
  };
}
