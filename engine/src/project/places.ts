import { stepEntry } from '../catalog/catalog.ts';
import type { Schema } from '../catalog/schema.ts';
import { branchFor, schemaBelow } from '../catalog/schemaAt.ts';
import type { Json, Path } from '../language/tree.ts';
import { isMap } from './read.ts';

/** A value in a spec file together with what its schema says about it. */
export interface Place {
  readonly path: Path;
  readonly value: Json;
  readonly schema: Schema;
  /** What expressions here may name. */
  readonly contexts: readonly string[];
}

/** Every value of a file that the schema describes, what holds it before what it holds. */
export function* places(value: Json, root: Schema): Generator<Place> {
  yield* below({ path: [], value, schema: root, contexts: [] }, root);
}

function* below(outer: Place, root: Schema): Generator<Place> {
  const branch = branchFor(outer.schema, outer.value, root);
  const contexts = branch['x-contexts'] ?? outer.schema['x-contexts'] ?? outer.contexts;
  const place = { ...outer, schema: branch, contexts };
  yield place;
  for (const [key, value] of partsOf(place.value)) {
    const schema = schemaBelow(branch, key, root);
    if (schema === undefined) continue;
    const inner = { path: [...place.path, key], value, contexts, schema: withStep(schema, place.value) };
    yield* below(inner, root);
  }
}

/** `with` has the schema of the step that `uses` beside it names. */
function withStep(schema: Schema, parent: Json): Schema {
  const key = schema['x-schema'];
  const uses = key !== undefined && isMap(parent) ? parent[key] : undefined;
  return (typeof uses === 'string' ? stepEntry(uses)?.with : undefined) ?? schema;
}

function partsOf(value: Json): readonly (readonly [string | number, Json])[] {
  if (Array.isArray(value)) return value.map((item, index) => [index, item]);
  return isMap(value) ? Object.entries(value) : [];
}
