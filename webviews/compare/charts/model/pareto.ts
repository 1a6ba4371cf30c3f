import type { TableColumn } from '../../../../engine/src/tracking/table/runTable.ts';

type Better = NonNullable<TableColumn['better']>;

export interface ParetoAxes {
  readonly xs: ArrayLike<number>;
  readonly ys: ArrayLike<number>;
  readonly xBetter: Better;
  readonly yBetter: Better;
}

/**
 * Places of the points that no other beats: at least as good in both and better in one. Equal points stand side by side;
 * NaN beats nothing and is never on the front. From the worst x to the best.
 */
export function paretoFront({ xs, ys, xBetter, yBetter }: ParetoAxes): readonly number[] {
  const [xSign, ySign] = [signOf(xBetter), signOf(yBetter)];
  const x = (place: number) => xSign * (xs[place] ?? Number.NaN);
  const y = (place: number) => ySign * (ys[place] ?? Number.NaN);
  const places = Array.from({ length: xs.length }, (_, place) => place).filter(
    (place) => !Number.isNaN(x(place)) && !Number.isNaN(y(place)),
  );
  places.sort((a, b) => order(x(b), x(a)) || order(y(b), y(a)) || a - b);
  const front: number[] = [];
  let best: number | undefined;
  for (const place of places) {
    const last = front.at(-1);
    const isTie = last !== undefined && x(last) === x(place) && y(last) === y(place);
    if (!isTie && best !== undefined && y(place) <= best) continue;
    front.push(place);
    best = y(place);
  }
  return front.reverse();
}

/** Of what is better: larger. */
function signOf(better: Better): 1 | -1 {
  return better === 'higher' ? 1 : -1;
}

/** Infinities have no difference. */
function order(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
