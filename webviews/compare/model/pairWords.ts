import { count, cut, decimalsOf, figure } from '../../../engine/src/language/figures.ts';
import { onScreen } from '../../../engine/src/language/screenFigures.ts';
import type {
  ComparedFigure,
  MetricDifference,
  PairedFigure,
} from '../../../engine/src/operations/runs/compare/runDifferences.ts';
import type { PairKnown } from '../pairedRuns.ts';

/** A figure as it stands to the baseline's. */
export interface HeldMetric {
  /** Null of the baseline, and where that has none. */
  readonly by:
    | (Pick<ComparedFigure, 'verdict'> & { readonly difference: NonNullable<ComparedFigure['difference']> })
    | null;
  readonly decimals: number | undefined;
  /** Of the difference on the same rows, without a sign where an arrow says it; empty where it is unpaired. */
  readonly interval: string;
}

/** On the same rows where that is known, else by the intervals of the two. */
export function heldMetric(
  { name }: Pick<MetricDifference, 'name'>,
  { difference, verdict, low, high }: ComparedFigure,
  pair: PairKnown | undefined,
): HeldMetric {
  if (difference === null) return { by: null, decimals: undefined, interval: '' };
  const paired = pair === undefined || pair === 'asked' ? undefined : pair.metrics[name];
  if (paired === undefined) return { by: { difference, verdict }, decimals: decimalsOf(low, high), interval: '' };
  return {
    by: { difference: paired.difference, verdict: paired.verdict },
    decimals: decimalsOf(paired.low, paired.high),
    interval: pairedInterval(paired),
  };
}

/** `[0.0020, 0.0030]`: sizes where the arrow has the direction. */
export function pairedInterval({ difference, low, high, verdict }: PairedFigure): string {
  const decimals = decimalsOf(low, high);
  const isTold = verdict === 'better' || verdict === 'worse';
  const ends = isTold && difference < 0 ? [-high, -low] : [low, high];
  return onScreen(`[${ends.map((end) => (decimals === undefined ? figure(end) : cut(end, decimals))).join(', ')}]`);
}

/**
 * By which rows each run is held against the baseline, and why one is not held row by row; runs of which the same is so in one sentence.
 * @param column of the slices that are held against each other
 */
export function pairNotes(
  pairs: readonly { readonly run: string; readonly known: PairKnown | undefined }[],
  baseline: string,
  column?: string,
): readonly string[] {
  const runs = new Map<string, string[]>();
  for (const { run, known } of pairs)
    for (const said of wordsOf(known, baseline, column)) runs.set(said, [...(runs.get(said) ?? []), run]);
  return [...runs].map(([said, ids]) => `${ids.join(', ')}: ${said}`);
}

function wordsOf(known: PairKnown | undefined, baseline: string, column: string | undefined): readonly string[] {
  if (known === undefined || known === 'asked')
    return [
      `measuring on the rows that it and ${baseline} were both scored on; until then unpaired, by its intervals alone.`,
    ];
  const { metrics, reason, slices } = known;
  const paired = (rows: string) =>
    `paired with ${baseline} on the ${rows} that both were scored on; in brackets the 95% interval of the difference.`;
  if (slices.some((slicing) => slicing.column === column)) return [paired('rows of each slice')];
  const all = column === undefined ? Object.values(metrics).map((one) => one.rows) : [];
  const why = reason ?? (column === undefined ? null : `not both kept scores by ${column}`);
  return [
    ...[...new Set(all)].map((rows) => paired(`${count(rows)} rows`)),
    ...(why === null ? [] : [`unpaired, by its intervals alone: ${why.replace(/\.$/, '')}.`]),
  ];
}
