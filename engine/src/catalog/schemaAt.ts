import type { Json } from '../language/node.ts';
import type { Schema } from './schema.ts';

/** The schema of what stands under `key`, given the schema (no union) of what holds it; undefined when nothing is said about it. */
export function schemaBelow(schema: Schema, key: string | number, root: Schema): Schema | undefined {
  if (typeof key === 'number') return schema.items && followed(schema.items, root);
  const { properties, additionalProperties } = schema;
  if (properties && Object.hasOwn(properties, key)) return followed(properties[key]!, root);
  return typeof additionalProperties === 'object' ? followed(additionalProperties, root) : undefined;
}

/**
 * The branch of a union that a value means: by the kind of the value, then by the key that only one branch has.
 * The schema itself where it is no union.
 */
export function branchFor(schema: Schema, value: Json, root: Schema): Schema {
  if (schema.oneOf === undefined) return schema;
  const branches = schema.oneOf.map((branch) => followed(branch, root));
  const fitting = branches.filter((branch) => acceptsKind(branch, value));
  const chosen = fitting.find((branch) => branch.required?.some((key) => holds(value, key))) ?? fitting[0];
  return chosen === undefined ? schema : branchFor(chosen, value, root);
}

/** The schema that a `$ref` into the root's `$defs` stands for. */
export function followed(schema: Schema, root: Schema): Schema {
  const name = schema.$ref?.replace('#/$defs/', '');
  const target = name === undefined ? undefined : root.$defs?.[name];
  return target === undefined ? schema : followed(target, root);
}

export function acceptsKind({ type, oneOf }: Schema, value: Json): boolean {
  if (type === undefined) return oneOf === undefined || oneOf.some((branch) => acceptsKind(branch, value));
  const kind = kindOfJson(value);
  const types = typeof type === 'string' ? [type] : type;
  return types.includes(kind) || (kind === 'integer' && types.includes('number'));
}

export function kindOfJson(value: Json): 'null' | 'array' | 'object' | 'integer' | 'number' | 'boolean' | 'string' {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  if (typeof value === 'object') return 'object';
  return typeof value === 'boolean' ? 'boolean' : 'string';
}

function holds(value: Json, key: string): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key);
}
