import { Failure } from '../../failure.ts';
import type { Column, ColumnType } from '../../language/columnType.ts';
import { nearest } from '../../language/nearest.ts';
import type { Baseline, ColumnBaseline } from '../../math/baseline.ts';
import type { ColumnKind, PairedColumn } from './pairedColumns.ts';

/** How one column is read, before any row is. */
export interface PlannedColumn
  extends Pick<PairedColumn, 'column' | 'kind' | 'type' | 'sensitive' | 'reason' | 'schema'> {
  /** Whether both sides hold integers by type. */
  readonly isInteger: boolean;
  /** Types by side; undefined where it has none of that name, or is a stored baseline. */
  readonly reference: Column | undefined;
  readonly current: Column | undefined;
}

export interface PlanRequest {
  readonly columns?: readonly string[] | undefined;
  readonly kinds?: Readonly<Record<string, ColumnKind>> | undefined;
  readonly sensitive?: readonly string[] | undefined;
}

/** Of a type that can be held against another. */
const KINDS: Readonly<Partial<Record<ColumnType, ColumnKind>>> = {
  integer: 'number',
  float: 'number',
  decimal: 'number',
  time: 'number',
  timestamp: 'number',
  date: 'number',
  boolean: 'category',
  string: 'category',
  category: 'category',
};
const MOMENTS: ReadonlySet<ColumnType> = new Set(['timestamp', 'date']);

/**
 * Columns of two tables: those of the reference in its order, then those that only the current rows have.
 * @throws Failure `unknown-column` where one is asked for that neither has
 */
export function planTables(
  reference: readonly Column[],
  current: readonly Column[],
  request: PlanRequest,
): readonly PlannedColumn[] {
  const [before, now] = [byName(reference), byName(current)];
  const names = request.columns ?? [...new Set([...reference, ...current].map(({ name }) => name))];
  return names.map((name) => {
    const [a, b] = [before.get(name), now.get(name)];
    if (a === undefined && b === undefined) throw unknownColumn(name, [...before.keys(), ...now.keys()]);
    const asked = { ...askedOf(name, request), isNamed: request.columns !== undefined };
    return planned(name, a && { type: a.type, kind: KINDS[a.type], column: a }, b, asked);
  });
}

/** Columns of a stored baseline; what only the current rows have is no part of it. */
export function planBaseline(
  baseline: Baseline,
  current: readonly Column[],
  request: PlanRequest,
): readonly PlannedColumn[] {
  const now = byName(current);
  const stored = storedColumns(baseline);
  return (request.columns ?? Object.keys(baseline.inputs)).map((name) => {
    const one = stored[name];
    const kind = one && (one.kind === 'numbers' ? 'number' : 'category');
    const b = now.get(name);
    const type =
      kind === 'number' && b && KINDS[b.type] === 'number' ? b.type : kind === 'number' ? 'float' : 'category';
    const retyped = one?.kind === 'categories' && b?.type === 'boolean' && !one.categories.every(isTruth);
    return planned(name, kind && { type: retyped ? 'string' : type, kind, column: undefined, retyped }, b, {
      ...askedOf(name, request),
      asked: kind,
      isNamed: true,
    });
  });
}

/** All that is stored, by name. */
export function storedColumns(baseline: Baseline): Readonly<Record<string, ColumnBaseline>> {
  return { ...baseline.label, ...baseline.outputs, ...baseline.inputs };
}

interface Asked {
  readonly asked: ColumnKind | undefined;
  readonly sensitive: boolean;
  readonly isNamed: boolean;
}

interface Before {
  readonly type: ColumnType;
  readonly kind: ColumnKind | undefined;
  readonly column: Column | undefined;
  /** Known to be of another type by more than the types. */
  readonly retyped?: boolean;
}

/** A category of a column of booleans. */
function isTruth(category: string): boolean {
  return category === 'true' || category === 'false';
}

function planned(
  name: string,
  before: Before | undefined,
  now: Column | undefined,
  { asked, sensitive, isNamed }: Asked,
): PlannedColumn {
  const type = before?.type ?? now?.type ?? 'float';
  const nowKind = now && KINDS[now.type];
  const kind = asked ?? before?.kind ?? nowKind ?? 'category';
  const common = {
    column: name,
    kind,
    type,
    sensitive,
    isInteger: (before?.type ?? 'integer') === 'integer' && now?.type === 'integer',
    reference: before?.column,
    current: now,
  };
  const without = (reason: string, schema: PlannedColumn['schema']) => ({ ...common, reason, schema });
  if (before === undefined)
    return now === undefined
      ? without('Neither side has it', 'lost')
      : without('The reference does not have it', 'new');
  if (now === undefined) return without('The current rows do not have it', 'lost');
  if (before.kind === undefined) return without(`Values of type ${type} are not judged`, 'same');
  if (nowKind === undefined || before.retyped || !areReadAlike(kind, before, now, asked))
    return without(`It was ${before.type} and is ${now.type}`, 'retyped');
  if (MOMENTS.has(before.type) && !isNamed)
    return without('It says when a row is, which always moves on; name the column to judge it', 'same');
  return { ...common, reason: null, schema: 'same' };
}

/** Whether values of both types can be told apart by the same test. */
function areReadAlike(kind: ColumnKind, before: Before, now: Column, asked: ColumnKind | undefined): boolean {
  const [isText, wasText] = [isTextType(now.type), before.column !== undefined && isTextType(before.type)];
  if (kind === 'number') return !isText && !wasText && MOMENTS.has(now.type) === MOMENTS.has(before.type);
  if (asked !== undefined && before.column !== undefined) return true;
  return KINDS[now.type] === 'category' && (before.column === undefined || isText === wasText);
}

/** Whether values of the type are texts. */
export function isTextType(type: ColumnType): boolean {
  return type === 'string' || type === 'category';
}

function askedOf(name: string, { kinds, sensitive }: PlanRequest): Pick<Asked, 'asked' | 'sensitive'> {
  const lower = name.toLowerCase();
  return {
    asked: kinds && Object.hasOwn(kinds, name) ? kinds[name] : undefined,
    sensitive: sensitive?.some((one) => one.toLowerCase() === lower) ?? false,
  };
}

function byName(columns: readonly Column[]): ReadonlyMap<string, Column> {
  return new Map(columns.map((column) => [column.name, column]));
}

function unknownColumn(name: string, there: readonly string[]): Failure {
  const near = nearest(name, there);
  return new Failure('unknown-column', `Neither of the tables has a column \`${name}\`.`, {
    next: near === undefined ? `They have ${there.slice(0, 10).join(', ')}.` : `Did you mean \`${near}\`?`,
  });
}
