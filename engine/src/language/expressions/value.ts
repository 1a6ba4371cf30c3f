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
