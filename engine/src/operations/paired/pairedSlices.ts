import { type PairedOptions, pairedDifferences, type ScoredPair } from '../../evaluation/pairedBootstrap.ts';
import { type SliceColumn, scoredAt } from '../../evaluation/scored.ts';
import { slice, streamOf } from '../../evaluation/slices.ts';
import { gather } from '../../math/sorting.ts';
import { FEWEST_ROWS, tooFewRows } from './enoughRows.ts';
import { metricsOf } from './metricsOf.ts';
import type { PairedSlice, PairedSlices } from './paired.ts';

/** As many values of a column as an evaluation lists. */
const MOST_SLICES = 200;

/** As many as an evaluation resamples its slices. */
const RESAMPLES = 1000;

/**
 * Metrics of two on the same rows, slice by slice. A row of which the two say another value is in no slice.
 * @param at place of the column among those that both are sliced by
 */
export async function pairedSlices(
  { candidate, champion }: ScoredPair,
  at: number,
  names: readonly string[],
  options: PairedOptions,
): Promise<PairedSlices> {
  const [ours, theirs] = [candidate.slices![at]!, champion.slices![at]!];
  const rows = alikeRows(ours, theirs);
  const column = { ...ours, codes: gather(ours.codes, rows) };
  const { total, shown } = slice(
    column,
    rows.map((_, place) => place),
    LIMITS,
  );
  const slices = shown.map((one) => ({ value: one.value, rows: gather(rows, one.rows) }));
  const measured = slices.filter((one) => one.rows.length >= FEWEST_ROWS);
  const pairs = measured.map((one) => ({
    candidate: scoredAt(candidate, one.rows),
    champion: scoredAt(champion, one.rows),
    stream: streamOf(ours.name, one.value),
  }));
  const told = await pairedDifferences(pairs, names, { resamples: RESAMPLES, ...options });
  const metrics = new Map(measured.map(({ value }, place) => [value, metricsOf(told[place]!)]));
  return {
    column: ours.name,
    total,
    values: slices.map(
      ({ value, rows: of }): PairedSlice => ({
        value,
        rows: of.length,
        reason: tooFewRows(of.length) ?? null,
        metrics: metrics.get(value) ?? [],
      }),
    ),
  };
}

const LIMITS = { minRows: FEWEST_ROWS, maxSlices: MOST_SLICES };

/** Rows of which both columns say the same. */
function alikeRows(ours: SliceColumn, theirs: SliceColumn): Uint32Array {
  const codeOf = new Map(theirs.dictionary.map((text, code) => [text, code]));
  const theirCode = ours.dictionary.map((text) => codeOf.get(text));
  const rows = Uint32Array.from(ours.codes, (_, row) => row);
  return rows.filter((row) => {
    const [code, other] = [ours.codes[row]!, theirs.codes[row]!];
    return code < 0 ? other < 0 : theirCode[code] === other;
  });
}
