import { stepSchemas } from '../catalog/catalog.ts';
import type { Kind } from '../language/kinds.ts';
import { type SchemaPlace, schemaAt } from '../language/schemas.ts';
import type { Json, Path, Tree } from '../language/tree.ts';
import { isList, isMap } from './read.ts';

/** A value in a spec file together with what its schema says about it. */
export interface Place extends SchemaPlace {
  readonly path: Path;
  readonly value: Json;
}

/** Every value of a spec, what holds it before what it holds; what no schema knows has an empty one. */
export function places(kind: Kind, tree: Tree): readonly Place[] {
  const found: Place[] = [];
  const visit = (value: Json, path: Path, contexts: readonly string[]): void => {
    const known = schemaAt(kind, tree.value, path, stepSchemas) ?? { schema: {}, branches: [], contexts };
    found.push({ ...known, path, value });
    for (const [key, inner] of partsOf(value)) visit(inner, [...path, key], known.contexts);
  };
  visit(tree.value, [], []);
  return found;
}

function partsOf(value: Json): readonly (readonly [string | number, Json])[] {
  if (isList(value)) return value.map((item, index) => [index, item]);
  return isMap(value) ? Object.entries(value) : [];
}
