import { invalid } from './errors.ts';
import type { Fields } from './fields.ts';

/** By word and by number in MLflow's protocol. */
export const VIEWS = {
  ACTIVE_ONLY: 'active',
  DELETED_ONLY: 'deleted',
  ALL: 'all',
  1: 'active',
  2: 'deleted',
  3: 'all',
} as const;

/** @throws MlflowError where `max_results` is none from 1 to `most`. */
export function pageSize(
  fields: Fields,
  { otherwise, most }: { readonly otherwise: number; readonly most: number },
): number {
  const size = fields.integer('max_results') ?? otherwise;
  if (size < 1)
    throw invalid(`Invalid value ${size} for parameter 'max_results' supplied. It must be a positive integer`);
  if (size > most)
    throw invalid(`Invalid value ${size} for parameter 'max_results' supplied. It must be at most ${most}`);
  return size;
}
