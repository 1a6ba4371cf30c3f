import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type ParetoAxes, paretoFront } from '../../../../webviews/compare/charts/model/pareto.ts';

/** Few values, so that points tie. */
const figure = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
);
const better = fc.constantFrom('higher', 'lower' as const);

test('the front holds what no point beats, ties side by side', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(figure, figure)), better, better, (points, xBetter, yBetter) => {
      const axes = { xs: points.map(([x]) => x), ys: points.map(([, y]) => y), xBetter, yBetter } as ParetoAxes;
      assert.deepEqual(
        [...paretoFront(axes)].sort((a, b) => a - b),
        unbeaten(axes),
      );
    }),
  );
});

test('the front goes from the worst x to the best', () => {
  const xs = [5, 1, 3, 3];
  assert.deepEqual(paretoFront({ xs, ys: [9, 1, 5, 4], xBetter: 'lower', yBetter: 'higher' }), [0, 2, 1]);
});

function unbeaten({ xs, ys, xBetter, yBetter }: ParetoAxes): readonly number[] {
  const isBetter = (a: number, b: number, of: string) => (of === 'higher' ? a > b : a < b);
  const isNumber = (place: number) => !Number.isNaN(xs[place]) && !Number.isNaN(ys[place]);
  const beats = (a: number, b: number) => {
    const [ax, ay, bx, by] = [xs[a]!, ys[a]!, xs[b]!, ys[b]!];
    const isWorse = isBetter(bx, ax, xBetter) || isBetter(by, ay, yBetter);
    return !isWorse && (isBetter(ax, bx, xBetter) || isBetter(ay, by, yBetter));
  };
  const places = Array.from(xs, (_, place) => place).filter(isNumber);
  return places.filter((place) => !places.some((other) => beats(other, place)));
}
