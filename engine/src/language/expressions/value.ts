import type { Secret } from './secret.ts';

/** What an expression gives. Tables, models and files are maps here, with `kind`. */
export type ExpressionValue =
  | null
  | boolean
  | number
  | string
  | Secret
  | readonly ExpressionValue[]
  | { readonly [name: string]: ExpressionValue };

/** JSON with the keys of every map sorted, so that equal values give equal text. */
export function canonicalJson(value: ExpressionValue): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner) ? sorted(inner) : inner,
  );
}

function sorted(map: object): object {
  const entries = Object.entries(map).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(entries);
}
