import { steps } from '../../../../engine/src/catalog/catalog.ts';
import type { Schema } from '../../../../engine/src/language/schema.ts';
import { SCHEMAS } from '../../../../engine/src/language/schemas.ts';

const ROOTS: readonly Schema[] = [...Object.values(SCHEMAS), ...steps.map((step) => step.with)];

const ADDRESSES: ReadonlyMap<unknown, string> = new Map(ROOTS.flatMap((root) => addressesIn(root, `${root.$id}#`)));

/** Where a schema stands: `pipeline.schema.json#/properties/steps`. */
export function addressOf(schema: Schema): string | undefined {
  return ADDRESSES.get(schema);
}

export function schemaOf(address: string): Schema | undefined {
  const [id, pointer = ''] = address.split('#');
  let current: unknown = ROOTS.find((root) => root.$id === id);
  for (const part of pointer.split('/').slice(1)) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, part)) return undefined;
    current = (current as Readonly<Record<string, unknown>>)[part];
  }
  return current as Schema | undefined;
}

function addressesIn(value: unknown, address: string): readonly (readonly [unknown, string])[] {
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.entries(value).flatMap(([key, inner]) =>
    key.includes('/') ? [] : addressesIn(inner, `${address}/${key}`),
  );
  return [[value, address], ...below];
}
