import type { PrCurve, RocCurve } from '../../../engine/src/evaluation/curves/ranking.ts';
import { areaUnder } from '../../shared/charts/area.ts';

/** A ROC or precision-recall curve as a line. */
export interface RankLine {
  readonly name: string;
  /** Of the palette; 0 is the baseline, -1 one among many. */
  readonly color: number;
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly thresholds: readonly (number | null)[];
  readonly area: number;
}

type Curve = RocCurve | PrCurve;

/** Runs have eight colours, and so have classes. */
const COLORS = 8;

/** The positive class of this run, and of what it stands against. */
export function rankLines(
  here: readonly Curve[] | undefined,
  against: readonly Curve[] | undefined,
): readonly RankLine[] {
  const [own] = here ?? [];
  const [other] = against ?? [];
  if (own === undefined) return [];
  return [lineOf(own, 'this run', 1), ...(other === undefined ? [] : [lineOf(other, 'production', 0)])];
}

/** Each class against the rest, the worst ranked first and in colour. */
export function classLines(curves: readonly Curve[] | undefined): readonly RankLine[] {
  return (curves ?? [])
    .map((curve) => lineOf(curve, curve.class, 1))
    .sort((a, b) => a.area - b.area)
    .map((line, i) => ({ ...line, color: i < COLORS ? i + 1 : -1 }));
}

function lineOf(curve: Curve, name: string, color: number): RankLine {
  const [xs, ys] =
    'falsePositiveRate' in curve ? [curve.falsePositiveRate, curve.truePositiveRate] : [curve.recall, curve.precision];
  return { name, color, xs, ys, thresholds: curve.threshold, area: areaUnder({ xs, ys }) };
}
