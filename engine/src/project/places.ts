import { stepSchemas } from '../catalog/catalog.ts';
import type { Kind } from '../language/kinds.ts';
import { type Place, specPlaces } from '../language/specPlaces.ts';
import type { Tree } from '../language/tree.ts';

export type { Place } from '../language/specPlaces.ts';

/** Every value of a spec, what holds it before what it holds; what no schema knows has an empty one. */
export function places(kind: Kind, tree: Tree): readonly Place[] {
  return specPlaces(kind, tree.value, stepSchemas);
}
