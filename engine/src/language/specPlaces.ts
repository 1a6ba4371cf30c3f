import type { Kind } from './kinds.ts';
import type { Json, Path } from './node.ts';
import type { Schema, StepSchemas } from './schema.ts';
import { placeAtTop, placeBelow, type SchemaPlace, type WalkedPlace } from './schemaPlace.ts';
import { SCHEMAS } from './schemas.ts';

/** A value in a spec together with what its schema says about it. */
export interface Place extends SchemaPlace {
  readonly path: Path;
  readonly value: Json;
}

/** The schema of a place that no schema knows. */
export const NO_SCHEMA: Schema = {};
const NO_BRANCHES: readonly Schema[] = [];

/**
 * Every value of a spec, what holds it before what it holds, in one walk; what no schema knows has NO_SCHEMA and the contexts
 * of what holds it. Places of values that were met before at the same place are those found then.
 */
export function specPlaces(kind: Kind, value: Json, steps: StepSchemas): readonly Place[] {
  const walked = placeAtTop(SCHEMAS[kind], value);
  const { schema, branches, contexts } = walked;
  return new Walk(steps).placesOf(value, { walked, place: { schema, branches, contexts, path: [], value } });
}

/** Where a walk has come. */
interface Here {
  readonly place: Place;
  /** Undefined where no schema knows the place. */
  readonly walked: WalkedPlace | undefined;
}

interface Known {
  readonly here: Here;
  readonly steps: StepSchemas;
  readonly places: readonly Place[];
}

/** By value, the places in it and where it stood. Values keep their identity from one version of a file to the next. */
const KNOWN = new WeakMap<object, Known>();

class Walk {
  readonly #steps: StepSchemas;

  constructor(steps: StepSchemas) {
    this.#steps = steps;
  }

  /** Remembered for the whole and for the entries of its entries, such as the steps of a pipeline. */
  placesOf(value: Json, here: Here): readonly Place[] {
    if (value === null || typeof value !== 'object') return [here.place];
    const known = KNOWN.get(value);
    if (known !== undefined && known.steps === this.#steps && isSamePlace(known.here, here)) return known.places;
    const places: Place[] = [];
    this.#collect(value, here, places);
    KNOWN.set(value, { here, steps: this.#steps, places });
    return places;
  }

  #collect(value: Json, here: Here, places: Place[]): void {
    places.push(here.place);
    if (value === null || typeof value !== 'object') return;
    const depth = here.place.path.length;
    const visit = (part: string | number, inner: Json): void => {
      const below = this.#below(here, part, inner);
      if (depth === REMEMBERED_DEPTH - 1) for (const place of this.placesOf(inner, below)) places.push(place);
      else this.#collect(inner, below, places);
    };
    if (Array.isArray(value)) for (const [index, item] of value.entries()) visit(index, item);
    else for (const [key, inner] of Object.entries(value)) visit(key, inner);
  }

  #below({ walked, place }: Here, part: string | number, value: Json): Here {
    const below = walked && placeBelow(walked, part, this.#steps);
    const path = place.path.concat(part);
    if (below === undefined)
      return {
        walked: below,
        place: { schema: NO_SCHEMA, branches: NO_BRANCHES, contexts: place.contexts, path, value },
      };
    const { schema, branches, contexts } = below;
    return { walked: below, place: { schema, branches, contexts, path, value } };
  }
}

const REMEMBERED_DEPTH = 2;

function isSamePlace(a: Here, b: Here): boolean {
  return (
    a.walked?.root === b.walked?.root &&
    a.place.schema === b.place.schema &&
    a.place.branches === b.place.branches &&
    a.place.contexts === b.place.contexts &&
    a.place.path.length === b.place.path.length &&
    a.place.path.every((part, i) => part === b.place.path[i])
  );
}
