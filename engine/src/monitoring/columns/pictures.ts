import { shownEdges } from '../../data/profile/profileEdges.ts';
import type { CategoryPair, CategorySide, ColumnPair, NumberPair, NumberSide } from '../../math/drift/columnPair.ts';
import type { Picture } from '../report/columnReport.ts';
import { quantileOf, rowsUpTo } from './cumulative.ts';

/** Categories that are drawn by themselves. */
const DRAWN = 12;
/** The share at either end that counts into the outermost bin, and lies beyond its edge, where it would press all others together. */
const TAIL = 0.005;
const PRESSED = 2;

/** Both sides over the same bins or categories; null where neither has a value. */
export function pictureOf(pair: ColumnPair): Picture | null {
  return pair.kind === 'numbers' ? binsOf(pair) : categoriesOf(pair);
}

function binsOf({ reference, current, isInteger }: NumberPair): Picture | null {
  const sides = [reference, current].filter(({ min }) => min !== null);
  if (sides.length === 0) return null;
  const low = Math.min(...sides.map(({ min }) => min!));
  const high = Math.max(...sides.map(({ max }) => max!));
  const whole = (round: (value: number) => number, value: number) => (isInteger ? round(value) : value);
  const inner = {
    low: whole(Math.floor, Math.min(...sides.map((side) => quantileOf(side, TAIL)!))),
    high: whole(Math.ceil, Math.max(...sides.map((side) => quantileOf(side, 1 - TAIL)!))),
  };
  const pressed = high - low > PRESSED * (inner.high - inner.low) && inner.high > inner.low;
  const edges = shownEdges(pressed ? inner : { low, high }, isInteger);
  return { kind: 'bins', edges, reference: sharesIn(reference, edges), current: sharesIn(current, edges) };
}

/** Share of the finite rows in each bin; a value on an edge counts below it, and what lies beyond the edges in the outermost bins. */
function sharesIn(side: NumberSide, edges: readonly number[]): readonly number[] {
  const finite = side.rows - side.missing - side.nonFinite;
  if (finite === 0) return edges.slice(1).map(() => 0);
  let below = 0;
  return edges.slice(1).map((edge, bin) => {
    const upTo = bin === edges.length - 2 ? finite : rowsUpTo(side, edge);
    const share = Math.max(0, upTo - below) / finite;
    below = Math.max(below, upTo);
    return share;
  });
}

function categoriesOf({ categories, reference, current }: CategoryPair): Picture | null {
  const present = (side: CategorySide) => side.rows - side.missing;
  const [a, b] = [present(reference), present(current)];
  if (a === 0 && b === 0) return null;
  const share = (count: number, of: number) => (of === 0 ? 0 : count / of);
  const ranked = categories
    .map((category, at) => ({
      category,
      reference: share(reference.counts[at]!, a),
      current: share(current.counts[at]!, b),
    }))
    .sort((x, y) => Math.max(y.reference, y.current) - Math.max(x.reference, x.current));
  const drawn = ranked.slice(0, DRAWN);
  const sum = (side: 'reference' | 'current') => drawn.reduce((total, one) => total + one[side], 0);
  const rest = (side: 'reference' | 'current', of: number) => (of === 0 ? 0 : Math.max(0, 1 - sum(side)));
  const all = Math.max(categories.length, reference.distinct, current.distinct);
  const isCut = all > drawn.length;
  return {
    kind: 'categories',
    categories: drawn.map(({ category }) => category),
    reference: drawn.map((one) => one.reference),
    current: drawn.map((one) => one.current),
    other: {
      reference: isCut ? rest('reference', a) : 0,
      current: isCut ? rest('current', b) : 0,
      categories: all - drawn.length,
    },
  };
}
