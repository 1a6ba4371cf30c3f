import approval from '../../../schemas/approval.schema.json' with { type: 'json' };
import dataset from '../../../schemas/dataset.schema.json' with { type: 'json' };
import datasetLock from '../../../schemas/dataset_lock.schema.json' with { type: 'json' };
import features from '../../../schemas/features.schema.json' with { type: 'json' };
import modelAlias from '../../../schemas/model_alias.schema.json' with { type: 'json' };
import modelNotes from '../../../schemas/model_notes.schema.json' with { type: 'json' };
import modelVersion from '../../../schemas/model_version.schema.json' with { type: 'json' };
import modelcard from '../../../schemas/modelcard.schema.json' with { type: 'json' };
import project from '../../../schemas/modelyard.schema.json' with { type: 'json' };
import monitor from '../../../schemas/monitor.schema.json' with { type: 'json' };
import pipeline from '../../../schemas/pipeline.schema.json' with { type: 'json' };
import policy from '../../../schemas/policy.schema.json' with { type: 'json' };
import type { Kind } from './kinds.ts';
import { type Json, type Path, valueAt } from './node.ts';
import type { Schema, StepSchemas } from './schema.ts';

export const SCHEMAS: Readonly<Record<Kind, Schema>> = {
  project: project as Schema,
  dataset: dataset as Schema,
  dataset_lock: datasetLock as Schema,
  features: features as Schema,
  pipeline: pipeline as Schema,
  modelcard: modelcard as Schema,
  policy: policy as Schema,
  monitor: monitor as Schema,
  model_version: modelVersion as Schema,
  model_notes: modelNotes as Schema,
  model_alias: modelAlias as Schema,
  approval: approval as Schema,
};

/** What the schemas say about one place of a spec. */
export interface SchemaPlace {
  /** References followed, and of a union the branch that the value picks; the union itself when it picks none. */
  readonly schema: Schema;
  /** All branches of the union that stands here; empty when there is none. */
  readonly branches: readonly Schema[];
  /** Contexts that an expression here may read. */
  readonly contexts: readonly string[];
}

/**
 * What the schemas say about the place at `path` of a spec whose plain value is `value`; undefined where they know nothing.
 * Unions are decided by the value as validation decides them.
 */
export function schemaAt(
  kind: Kind,
  value: Json,
  path: Path,
  steps: StepSchemas = () => undefined,
): SchemaPlace | undefined {
  let place: Place | undefined = enter({ root: SCHEMAS[kind], schema: SCHEMAS[kind], value, contexts: [] });
  for (const part of path) {
    const parent: Place = place;
    place = below(parent, part, steps);
    if (place === undefined) return undefined;
  }
  const { schema, branches, contexts } = place;
  return { schema, branches, contexts };
}

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

interface Place extends SchemaPlace {
  readonly root: Schema;
  readonly value: Json | undefined;
}

function enter(at: { root: Schema; schema: Schema; value: Json | undefined; contexts: readonly string[] }): Place {
  const { root, value } = at;
  const outer = follow(at.schema, root);
  const contexts = at.schema['x-contexts'] ?? outer['x-contexts'] ?? at.contexts;
  const branches = outer.oneOf?.map((branch) => follow(branch, root)) ?? [];
  const chosen = branches.find((branch) => picks(branch, branches, value));
  return { root, value, schema: chosen ?? outer, branches, contexts: chosen?.['x-contexts'] ?? contexts };
}

function follow(schema: Schema, root: Schema): Schema {
  const name = schema.$ref?.replace('#/$defs/', '');
  return name === undefined ? schema : (root.$defs?.[name] ?? schema);
}

function picks(branch: Schema, branches: readonly Schema[], value: Json | undefined): boolean {
  const types = typeof branch.type === 'string' ? [branch.type] : (branch.type ?? []);
  if (!types.some((type) => isOfType(value, type))) return false;
  const key = discriminator(branch, branches);
  return key === undefined || Object.hasOwn(value as object, key);
}

/** Whether a value is of a type of JSON Schema. */
export function isOfType(value: Json | undefined, type: string): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type;
}

function below(parent: Place, part: string | number, steps: StepSchemas): Place | undefined {
  const schema = typeof part === 'number' ? parent.schema.items : propertySchema(parent.schema, part);
  if (schema === undefined) return undefined;
  const value = childAt(parent, part);
  const named = schema['x-schema'] === undefined ? undefined : childAt(parent, schema['x-schema']);
  const step = typeof named === 'string' ? steps(named) : undefined;
  if (step !== undefined) return enter({ root: step, schema: step, value, contexts: parent.contexts });
  return enter({ root: parent.root, schema, value, contexts: parent.contexts });
}

function propertySchema({ properties, additionalProperties }: Schema, key: string): Schema | undefined {
  if (properties !== undefined && Object.hasOwn(properties, key)) return properties[key];
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}

function childAt({ value }: Place, part: string | number): Json | undefined {
  return value === undefined ? undefined : valueAt(value, [part]);
}
