import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeNumbers } from '../../../../engine/src/math/baseline.ts';
import type { ColumnPair, NumberSide } from '../../../../engine/src/math/drift/columnPair.ts';
import { driftFigure } from '../../../../engine/src/math/drift/driftFigure.ts';
import { momentsOf } from '../../../../engine/src/math/moments.ts';
import { type Random, random } from '../../../../engine/src/math/random.ts';
import { sorted } from '../../../../engine/src/math/sorting.ts';
import { judgeColumns } from '../../../../engine/src/monitoring/drift/judgeColumns.ts';

const SPLITS = 1000;
const LEVEL = 0.05;
/** Three standard errors of a share of 5% over 1,000 splits. */
const CHANCE = 0.021;

for (const rows of [200, 2000, 200_000]) {
  test(`random halves of ${rows} rows are rarely called drift`, (t) => {
    const columns = columnsOf(rows);
    const chance = random(7, rows);
    const alarms = { split: 0, ks: 0, homogeneity: 0, z: 0 };
    for (let split = 0; split < SPLITS; split++) {
      const named = columns.map((halves, index) => ({ column: `c${index}`, pair: halves(chance) }));
      const judged = judgeColumns(named, { test: 'auto' });
      assert.ok(judged.every(({ reason }) => reason === null));
      if (judged.some(({ verdict }) => verdict === 'drift')) alarms.split += 1;
      if (judged[0]!.tests[1]!.pValue! <= LEVEL) alarms.ks += 1;
      if (judged[4]!.tests[1]!.pValue! <= LEVEL) alarms.homogeneity += 1;
      if (driftFigure('z', named[3]!.pair).pValue! <= LEVEL) alarms.z += 1;
    }
    t.diagnostic(`splits with an alarm: ${((100 * alarms.split) / SPLITS).toFixed(1)}%`);
    assert.ok(alarms.split <= LEVEL * SPLITS, `auto: ${alarms.split} of ${SPLITS}`);
    for (const code of ['ks', 'homogeneity', 'z'] as const)
      assert.ok(alarms[code] <= (LEVEL + CHANCE) * SPLITS, `${code}: ${alarms[code]} of ${SPLITS}`);
  });
}

/** Splits the rows of one column by chance, each to either side. */
type Halves = (chance: Random) => ColumnPair;

/** A normal, a skewed and a counted column; one of two, of seven and of three hundred categories. */
function columnsOf(rows: number): readonly Halves[] {
  const source = random(1, rows);
  const normal = () => Math.sqrt(-2 * Math.log(1 - source.uniform())) * Math.cos(2 * Math.PI * source.uniform());
  const filled = (next: () => number) => Float64Array.from({ length: rows }, next);
  const ranked = (names: number) => filled(() => Math.floor(names * source.uniform() ** 2));
  return [
    numberHalves(filled(normal)),
    numberHalves(filled(() => Math.exp(normal()))),
    numberHalves(ranked(12)),
    categoryHalves(filled(() => (source.uniform() < 0.2 ? 1 : 0))),
    categoryHalves(ranked(7)),
    categoryHalves(ranked(300)),
  ];
}

function numberHalves(values: Float64Array): Halves {
  const ascending = sorted(values) as Float64Array;
  const whole = describeNumbers(ascending);
  const bins = whole.distribution;
  if (values.length <= 10_000) return (chance) => exactHalves(ascending, chance);
  const { mean, sd, min, max } = whole;
  return (chance) => {
    const { left, right } = halved(bins.counts, chance);
    const side = (counts: readonly number[]): NumberSide => {
      const total = counts.reduce((sum, count) => sum + count, 0);
      return { rows: total, missing: 0, nonFinite: 0, mean, sd, min, max, values: { ...bins, counts } };
    };
    return { kind: 'numbers', reference: side(left), current: side(right), isInteger: false };
  };
}

function exactHalves(ascending: Float64Array, chance: Random): ColumnPair {
  const toLeft = Uint8Array.from(ascending, () => chance.below(2));
  const side = (of: number): NumberSide => {
    const half = ascending.filter((_, row) => toLeft[row] === of);
    return {
      rows: half.length,
      missing: 0,
      nonFinite: 0,
      ...momentsOf(half),
      values: { kind: 'sorted', sorted: half },
    };
  };
  return { kind: 'numbers', reference: side(1), current: side(0), isInteger: false };
}

function categoryHalves(codes: Float64Array): Halves {
  const counts = new Map<number, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  const categories = [...counts.keys()].map(String);
  const whole = [...counts.values()];
  return (chance) => {
    const { left, right } = halved(whole, chance);
    const side = (rows: readonly number[]) => ({
      rows: rows.reduce((sum, count) => sum + count, 0),
      missing: 0,
      counts: rows,
      other: 0,
      distinct: rows.filter((count) => count > 0).length,
    });
    return { kind: 'categories', categories, reference: side(left), current: side(right) };
  };
}

/** Of each count, the rows whose coin shows heads, 32 coins at a time. */
function halved(counts: readonly number[], chance: Random): { left: number[]; right: number[] } {
  const left = counts.map((count) => {
    let heads = 0;
    for (let rest = count; rest > 0; rest -= 32) heads += ones(chance.uint32() >>> Math.max(0, 32 - rest));
    return heads;
  });
  return { left, right: counts.map((count, index) => count - left[index]!) };
}

function ones(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
