import type { SeedNoise } from './explanation.ts';

/** Of two single runs, each with the same spread: how far they lie apart by chance in 95 of 100 cases, in standard deviations of one. */
const BAND = 2 * Math.SQRT2;

/** @param values the metric of each configuration over its seeds, the recorded one first */
export function seedNoise(values: SeedNoise['values'], reason: string | null): SeedNoise {
  const seeds = Math.max(values.a.length, values.b.length) - 1;
  const known = [values.a, values.b].filter(({ length }) => length > 1);
  if (known.length === 0) return { sd: null, band: null, seeds: Math.max(0, seeds), values, reason };
  const sd = Math.sqrt(known.reduce((sum, side) => sum + variance(side), 0) / known.length);
  return { sd, band: BAND * sd, seeds, values, reason };
}

function variance(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
