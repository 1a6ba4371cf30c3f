import { needsOf } from '../math/metrics/measureRows.ts';
import type { Metric } from '../math/metrics/metrics.ts';
import { sampleOf } from '../math/metrics/sample.ts';
import { type ScoredRows, select } from '../math/metrics/scoredRows.ts';
import type { ResampleTask } from '../math/resamples.ts';
import { gather } from '../math/sorting.ts';
import type { Metrics, SliceReport, SliceValue } from './evaluation.ts';
import type { SliceColumn } from './scored.ts';

/** The values of one column that are measured, and those that have too few rows for it. */
export interface Slicing {
  readonly name: string;
  readonly total: number;
  readonly shown: readonly Slice[];
  readonly minRows: number;
}

export interface Slice {
  readonly value: string | null;
  /** Rows in canonical order. */
  readonly rows: Uint32Array;
}

export interface SliceLimits {
  readonly minRows: number;
  readonly maxSlices: number;
}

/** `order` is the canonical order of all rows. */
export function slice(column: SliceColumn, order: Uint32Array, { minRows, maxSlices }: SliceLimits): Slicing {
  const slices = rowsByValue(column, order).sort(
    (a, b) => b.rows.length - a.rows.length || compareText(a.value, b.value),
  );
  return { name: column.name, total: slices.length, shown: slices.slice(0, maxSlices), minRows };
}

/** What resampling needs of the slices that have enough rows. */
export function taskOf(
  { name, shown, minRows }: Slicing,
  rows: ScoredRows,
  metrics: readonly Metric[],
  threshold: number,
): Pick<ResampleTask, 'samples' | 'streams'> {
  const measured = shown.filter((slice) => slice.rows.length >= minRows);
  return {
    samples: measured.map((slice) => sampleOf(select(rows, slice.rows), needsOf(metrics), threshold)),
    streams: measured.map(({ value }) => streamOf(name, value)),
  };
}

/** `measured` has an entry for each slice with enough rows. */
export function reportOf(
  { name, total, shown, minRows }: Slicing,
  measured: readonly Metrics[],
  metrics: readonly string[],
): SliceReport {
  const tooSmall = Object.fromEntries(
    metrics.map((metric) => [metric, { value: null, reason: `fewer than ${minRows} rows` }]),
  );
  let next = 0;
  const values = shown.map(
    ({ value, rows }): SliceValue => ({
      value,
      rows: rows.length,
      metrics: rows.length < minRows ? tooSmall : measured[next++]!,
    }),
  );
  return { name, total, shown: shown.length, values };
}

function rowsByValue({ codes, dictionary }: SliceColumn, order: Uint32Array): Slice[] {
  const missing = dictionary.length;
  const placeOf = (code: number) => (code < 0 || code >= missing ? missing : code);
  const counts = new Uint32Array(missing + 1);
  for (let i = 0; i < codes.length; i++) counts[placeOf(codes[i]!)]!++;
  const rows = Array.from(counts, (count) => new Uint32Array(count));
  const filled = new Uint32Array(missing + 1);
  const ordered = gather(codes, order);
  for (let i = 0; i < order.length; i++) {
    const place = placeOf(ordered[i]!);
    rows[place]![filled[place]!++] = order[i]!;
  }
  return rows.map((rows, place) => ({ value: dictionary[place] ?? null, rows })).filter(({ rows }) => rows.length > 0);
}

function compareText(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a < b ? -1 : Number(a > b);
}

/** Random numbers of a slice depend on its own name, not on the other slices. */
export function streamOf(column: string, value: string | null): number {
  return hash(value === null ? column : `${column}=${value}`);
}

/** FNV-1a over UTF-16 units. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  return state;
}
