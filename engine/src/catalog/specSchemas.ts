import dataset from '../../../schemas/dataset.schema.json' with { type: 'json' };
import features from '../../../schemas/features.schema.json' with { type: 'json' };
import project from '../../../schemas/modelyard.schema.json' with { type: 'json' };
import pipeline from '../../../schemas/pipeline.schema.json' with { type: 'json' };
import type { Schema } from './schema.ts';

const schemas: Readonly<Record<string, Schema>> = { project, dataset, features, pipeline };

/** The schema of spec files of this kind; undefined for a kind that has none. */
export function specSchema(kind: string): Schema | undefined {
  return Object.hasOwn(schemas, kind) ? schemas[kind] : undefined;
}
