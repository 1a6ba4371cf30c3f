/** The type of an expression. Any value may also be null: outputs of a skipped step are. */
export type ValueType =
  | { readonly kind: ScalarKind | 'table' | 'model' | 'file' | 'secret' | 'any' }
  | { readonly kind: 'list'; readonly items: ValueType }
  | MapType;

export type ScalarKind = 'boolean' | 'integer' | 'float' | 'string' | 'null';

export interface MapType {
  readonly kind: 'map';
  readonly fields: Readonly<Record<string, ValueType>>;
  /** Type of members that are not in `fields`; undefined when there are none. */
  readonly rest?: ValueType;
}

/** Contexts that an expression may read in a place, such as `params`, with their types. */
export type ContextTypes = Readonly<Record<string, ValueType>>;

export const ANY: ValueType = { kind: 'any' };

/** As people read it: `list<integer>`, `map`. */
export function typeName(type: ValueType): string {
  return type.kind === 'list' ? `list<${typeName(type.items)}>` : type.kind;
}

/** Whether a value of type `given` may stand where `wanted` is asked for; what is not known may. */
export function fits(given: ValueType, wanted: ValueType): boolean {
  if (given.kind === 'any' || wanted.kind === 'any' || given.kind === 'null') return true;
  if (given.kind === 'list' && wanted.kind === 'list') return fits(given.items, wanted.items);
  return given.kind === wanted.kind || (given.kind === 'integer' && wanted.kind === 'float');
}

/** The type of a value that is of one type or the other. */
export function either(a: ValueType, b: ValueType): ValueType {
  if (a.kind === 'null') return b;
  if (b.kind === 'null') return a;
  if (a.kind === 'list' && b.kind === 'list') return { kind: 'list', items: either(a.items, b.items) };
  if (a.kind === b.kind && a.kind !== 'map') return a;
  return isNumber(a) && isNumber(b) ? { kind: 'float' } : ANY;
}

export function isNumber(type: ValueType): boolean {
  return type.kind === 'integer' || type.kind === 'float';
}

/** The type of a plain value. */
export function typeOf(value: unknown): ValueType {
  if (value === null) return { kind: 'null' };
  if (typeof value === 'boolean') return { kind: 'boolean' };
  if (typeof value === 'number') return { kind: Number.isInteger(value) ? 'integer' : 'float' };
  if (typeof value === 'string') return { kind: 'string' };
  if (!Array.isArray(value)) return ANY;
  const items = value.map(typeOf);
  return { kind: 'list', items: items.length === 0 ? ANY : items.reduce(either) };
}
