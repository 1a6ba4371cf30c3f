import { gather } from '../../../math/sorting.ts';
import type { BinnedColumn } from './binColumn.ts';

/** Pairs times rows that are counted: many columns are told from fewer rows. */
const MOST_COUNTED = 60_000_000;
/** Fewer rows tell nothing of pairs. */
const LEAST_ROWS = 500;
/** Standard deviations of chance that a dependence must exceed. */
const SURE = 4;

/**
 * Of each column the one that tells most of it, -1 where none does: the tree of first-order dependences with the greatest sum of mutual
 * information (Chow and Liu 1968, "Approximating discrete probability distributions with dependence trees"). What the numbers of bins
 * alone would give is taken off, and a pair that may be independent is left out, so that the tree may be a forest.
 * @param fitted numbers of the reference rows that it is told from
 */
export async function dependenceTree(
  columns: readonly BinnedColumn[],
  fitted: Uint32Array,
  breathe: () => Promise<void>,
): Promise<Int32Array> {
  const parents = new Int32Array(columns.length).fill(-1);
  const pairs = (columns.length * (columns.length - 1)) / 2;
  const rows = Math.min(fitted.length, Math.floor(MOST_COUNTED / Math.max(1, pairs)));
  if (rows < LEAST_ROWS) return parents;
  const step = fitted.length / rows;
  const looked = Uint32Array.from({ length: rows }, (_, i) => fitted[Math.floor(i * step)]!);
  const bins = columns.map(({ reference }) => gather(reference, looked));
  const edges: Edge[] = [];
  for (let a = 0; a < columns.length; a++) {
    await breathe();
    for (let b = a + 1; b < columns.length; b++) {
      const weight = dependence(bins[a]!, bins[b]!, columns[a]!.counts.length, columns[b]!.counts.length);
      if (weight > 0) edges.push({ a, b, weight });
    }
  }
  return rooted(spanning(edges, columns.length), parents);
}

interface Edge {
  readonly a: number;
  readonly b: number;
  readonly weight: number;
}

/** Mutual information in nats beyond what chance gives; 0 where it may be chance. */
function dependence(a: Uint8Array, b: Uint8Array, binsA: number, binsB: number): number {
  const together = new Uint32Array(binsA * binsB);
  for (let i = 0; i < a.length; i++) together[a[i]! * binsB + b[i]!]!++;
  const [ofA, ofB] = [new Uint32Array(binsA), new Uint32Array(binsB)];
  for (let at = 0; at < together.length; at++) {
    ofA[Math.floor(at / binsB)]! += together[at]!;
    ofB[at % binsB]! += together[at]!;
  }
  const rows = a.length;
  let information = 0;
  for (let at = 0; at < together.length; at++) {
    const count = together[at]!;
    if (count > 0)
      information += (count / rows) * Math.log((count * rows) / (ofA[Math.floor(at / binsB)]! * ofB[at % binsB]!));
  }
  const filled = (counts: Uint32Array) => counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
  const degrees = (filled(ofA) - 1) * (filled(ofB) - 1);
  // 2 n times the information of independent columns is about chi-square.
  const isSure = 2 * rows * information > degrees + SURE * Math.sqrt(2 * degrees);
  return isSure ? information - degrees / (2 * rows) : 0;
}

/** Edges of the spanning forest of greatest weight (Kruskal). */
function spanning(edges: readonly Edge[], size: number): readonly Edge[] {
  const group = Int32Array.from({ length: size }, (_, i) => i);
  const top = (column: number): number => {
    let at = column;
    while (group[at] !== at) at = group[at] = group[group[at]!]!;
    return at;
  };
  return edges
    .toSorted((x, y) => y.weight - x.weight || x.a - y.a || x.b - y.b)
    .filter(({ a, b }) => {
      const [left, right] = [top(a), top(b)];
      if (left === right) return false;
      group[right] = left;
      return true;
    });
}

/** Each tree hangs from its first column. */
function rooted(edges: readonly Edge[], parents: Int32Array): Int32Array {
  const near = Array.from(parents, (): number[] => []);
  for (const { a, b } of edges) {
    near[a]!.push(b);
    near[b]!.push(a);
  }
  const seen = new Uint8Array(parents.length);
  for (let root = 0; root < parents.length; root++) {
    const queue = seen[root] ? [] : [root];
    seen[root] = 1;
    for (let column = queue.pop(); column !== undefined; column = queue.pop())
      for (const other of near[column]!) {
        if (seen[other]) continue;
        seen[other] = 1;
        parents[other] = column;
        queue.push(other);
      }
  }
  return parents;
}
