import { isRecord } from './isRecord.ts';
import { type Json, valueAt } from './node.ts';
import type { Schema, StepSchemas } from './schema.ts';

/** What the schemas say about one place of a spec. */
export interface SchemaPlace {
  /** References followed, and of a union the branch that the value picks; the union itself when it picks none. */
  readonly schema: Schema;
  /** All branches of the union that stands here; empty when there is none. */
  readonly branches: readonly Schema[];
  /** Contexts that an expression here may read. */
  readonly contexts: readonly string[];
}

/** A place on the way from the top of a spec down. */
export interface WalkedPlace extends SchemaPlace {
  readonly root: Schema;
  readonly value: Json | undefined;
}

export function placeAtTop(root: Schema, value: Json): WalkedPlace {
  return enter({ root, schema: root, value, contexts: NO_CONTEXTS });
}

/** The place of a part of what stands at `parent`; undefined where the schemas know nothing. */
export function placeBelow(parent: WalkedPlace, part: string | number, steps: StepSchemas): WalkedPlace | undefined {
  const schema = typeof part === 'number' ? parent.schema.items : propertySchema(parent.schema, part);
  if (schema === undefined) return undefined;
  const value = childAt(parent, part);
  const named = schema['x-schema'] === undefined ? undefined : childAt(parent, schema['x-schema']);
  const step = typeof named === 'string' ? steps(named) : undefined;
  if (step !== undefined) return enter({ root: step, schema: step, value, contexts: parent.contexts });
  return enter({ root: parent.root, schema, value, contexts: parent.contexts });
}

const NO_CONTEXTS: readonly string[] = [];

/**
 * The key that tells a branch of a union from the others; undefined for a branch that its type tells. A required key that no
 * other branch knows, else one that only branches before this one know, without requiring it.
 */
export function discriminator(branch: Schema, branches: readonly Schema[]): string | undefined {
  const others = branches.filter((other) => other !== branch && other.type === 'object');
  if (branch.type !== 'object' || others.length === 0) return undefined;
  return (
    branch.required?.find((key) => others.every(({ properties }) => !Object.hasOwn(properties ?? {}, key))) ??
    branch.required?.find((key) => others.every(({ required }) => !required?.includes(key)))
  );
}

/** Whether a value is of a type of JSON Schema. */
export function isOfType(value: Json | undefined, type: string): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isRecord(value);
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type;
}

function enter(at: {
  root: Schema;
  schema: Schema;
  value: Json | undefined;
  contexts: readonly string[];
}): WalkedPlace {
  const { root, value } = at;
  const { outer, branches, ways } = unionOf(at.schema, root);
  const contexts = at.schema['x-contexts'] ?? outer['x-contexts'] ?? at.contexts;
  const chosen = ways.length === 0 ? undefined : ways.find((way) => picks(way, value))?.branch;
  return { root, value, schema: chosen ?? outer, branches, contexts: chosen?.['x-contexts'] ?? contexts };
}

/** A schema with its references followed. */
interface Union {
  readonly outer: Schema;
  readonly branches: readonly Schema[];
  readonly ways: readonly Way[];
}

interface Way {
  readonly branch: Schema;
  readonly types: readonly string[];
  readonly key: string | undefined;
}

/** By schema, each of which is part of one file of schemas. */
const UNIONS = new WeakMap<Schema, Union>();

function unionOf(schema: Schema, root: Schema): Union {
  const known = UNIONS.get(schema);
  if (known !== undefined) return known;
  const outer = follow(schema, root);
  const branches = outer.oneOf?.map((branch) => follow(branch, root)) ?? [];
  const ways = branches.map((branch): Way => {
    const types = typeof branch.type === 'string' ? [branch.type] : (branch.type ?? []);
    return { branch, types, key: discriminator(branch, branches) };
  });
  const union = { outer, branches, ways };
  UNIONS.set(schema, union);
  return union;
}

function follow(schema: Schema, root: Schema): Schema {
  const name = schema.$ref?.replace('#/$defs/', '');
  return name === undefined ? schema : (root.$defs?.[name] ?? schema);
}

function picks({ types, key }: Way, value: Json | undefined): boolean {
  if (!types.some((type) => isOfType(value, type))) return false;
  return key === undefined || Object.hasOwn(value as object, key);
}

function propertySchema({ properties, additionalProperties }: Schema, key: string): Schema | undefined {
  if (properties !== undefined && Object.hasOwn(properties, key)) return properties[key];
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}

function childAt({ value }: WalkedPlace, part: string | number): Json | undefined {
  return value === undefined ? undefined : valueAt(value, [part]);
}
