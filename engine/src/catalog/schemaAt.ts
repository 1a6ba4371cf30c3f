import type { Json } from '../language/node.ts';
import type { Schema } from './schema.ts';

/** The schema of the value under `key` of `value`, whose own schema is `schema`; undefined when nothing is said about it. */
export function schemaBelow(schema: Schema | undefined, value: Json, key: string | number): Schema | undefined {
  const branch = schema && branchFor(schema, value);
  if (branch === undefined) return undefined;
  if (typeof key === 'number') return branch.items;
  const { properties, additionalProperties } = branch;
  if (properties && Object.hasOwn(properties, key)) return properties[key];
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}

/** The branch of a union that a value of this kind means; the schema itself where it is no union. */
export function branchFor(schema: Schema, value: Json): Schema {
  return schema.oneOf?.find((branch) => acceptsKind(branch, value)) ?? schema;
}

function acceptsKind({ type }: Schema, value: Json): boolean {
  const kind = kindOf(value);
  const types = typeof type === 'string' ? [type] : (type ?? [kind]);
  return types.includes(kind) || (kind === 'integer' && types.includes('number'));
}

function kindOf(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}
