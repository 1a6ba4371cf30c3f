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
import type { Json, Path } from './node.ts';
import type { Schema, StepSchemas } from './schema.ts';
import { placeAtTop, placeBelow, type SchemaPlace, type WalkedPlace } from './schemaPlace.ts';

export { discriminator, isOfType, type SchemaPlace } from './schemaPlace.ts';

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
  let place: WalkedPlace | undefined = placeAtTop(SCHEMAS[kind], value);
  for (const part of path) {
    const parent: WalkedPlace = place;
    place = placeBelow(parent, part, steps);
    if (place === undefined) return undefined;
  }
  const { schema, branches, contexts } = place;
  return { schema, branches, contexts };
}
