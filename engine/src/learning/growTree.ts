import type { Crew } from './crew.ts';
import type { Tree } from './ensemble.ts';
import { type Views, viewsOf } from './memory.ts';
import type { BoostingParams } from './params.ts';
import type { BinnedRows, BinnedTable } from './table.ts';
import { SORT_CHUNK, SPLIT_BYTES, setArguments } from './tasks.ts';
import { type Split, TreeBuilder } from './treeBuilder.ts';
import { groupsOf, partsOf, type WorkSpace } from './workspace.ts';

export interface GrowRequest {
  /** Raw scores that the tree adds to, of the training and the validation rows. */
  readonly raw: number;
  readonly validationRaw: number;
  readonly g: number;
  readonly h: number;
  readonly target: number;
  readonly round: number;
  /** 1 where a column may be looked at. */
  readonly allowed: Uint8Array;
  /** Gains up to this are rounding noise. */
  readonly leastGain: number;
}

interface Leaf {
  readonly node: number;
  readonly from: number;
  readonly rows: number;
  /** The same of the validation rows, which are led along so that their scores cost no walk down each tree. */
  readonly validationFrom: number;
  readonly validationRows: number;
  /** Rows of the file. */
  readonly weight: number;
  readonly g: number;
  readonly h: number;
  readonly depth: number;
  histogram: number | undefined;
  split: Split | undefined;
}

interface Partition {
  readonly part: BinnedRows;
  readonly list: number;
  readonly from: number;
  readonly n: number;
  readonly column: number;
  /** gh in the order of these rows, led along; 0: none. */
  readonly pairs: number;
}

/** Updates of a histogram below which waking another thread costs more than it brings. */
const ALONE_UPDATES = 60_000;
const ALONE_ROWS = 2 * SORT_CHUNK;
const ALONE_SPLITS = 4;

/** Grows trees leaf by leaf, the leaf with the largest gain next, on the gradients that stand in the work space. */
export class TreeGrower {
  readonly #table: BinnedTable;
  readonly #work: WorkSpace;
  readonly #params: BoostingParams;
  readonly #crew: Crew;
  readonly #views: Views;
  readonly #merged: boolean;
  readonly #columns: number;
  #free: number[] = [];
  #allowed: Uint8Array = new Uint8Array();
  #leastGain = 0;

  constructor(table: BinnedTable, work: WorkSpace, params: BoostingParams, crew: Crew) {
    this.#table = table;
    this.#work = work;
    this.#params = params;
    this.#crew = crew;
    this.#views = viewsOf(crew.memory);
    this.#merged = table.train.placeOf !== undefined;
    this.#columns = table.columns.length;
  }

  /** Undefined where nothing can be split. Otherwise the scores have the values of its leaves added. */
  grow(request: GrowRequest): Tree | undefined {
    const { train, validation, bounds } = this.#table;
    const { maxLeaves } = this.#params;
    this.#allowed = request.allowed;
    this.#leastGain = request.leastGain;
    this.#free = Array.from(
      { length: maxLeaves + 1 },
      (_, i) => this.#work.histograms + (maxLeaves - i) * this.#work.leafBytes,
    );
    const tree = new TreeBuilder(bounds);
    const root: Leaf = {
      node: 0,
      from: 0,
      rows: train.rows,
      validationFrom: 0,
      validationRows: validation.rows,
      weight: train.fileRows,
      g: request.g,
      h: request.h,
      depth: 0,
      histogram: undefined,
      split: undefined,
    };
    this.#search(root, undefined, undefined);
    const leaves = [root];
    while (leaves.length < maxLeaves) {
      const next = bestLeaf(leaves);
      if (next === undefined) break;
      const leaf = leaves[next]!;
      const [left, right] = this.#divide(leaf, leaf.split!, tree);
      leaves[next] = left;
      leaves.push(right);
      if (leaves.length < maxLeaves) this.#searchBoth(leaf, left, right);
    }
    if (leaves.length === 1) return undefined;
    this.#addValues(leaves, tree, request);
    return tree.build(request.target, request.round);
  }

  #searchBoth(parent: Leaf, left: Leaf, right: Leaf): void {
    const [small, large] = left.rows <= right.rows ? [left, right] : [right, left];
    if (!this.#mayBeSplit(left) && !this.#mayBeSplit(right)) this.#release(parent);
    else this.#search(small, large, parent);
  }

  #mayBeSplit({ depth, weight }: Leaf): boolean {
    const { maxDepth, minRowsPerLeaf } = this.#params;
    return (maxDepth === 0 || depth < maxDepth) && weight >= 2 * minRowsPerLeaf;
  }

  #release(leaf: Leaf): void {
    if (leaf.histogram !== undefined) this.#free.push(leaf.histogram);
    leaf.histogram = undefined;
  }

  /** Histogram and best split of `leaf`, and of `sibling`, whose histogram is the parent's less that of `leaf`. */
  #search(leaf: Leaf, sibling: Leaf | undefined, parent: Leaf | undefined): void {
    const { train, countsAt, kindsAt } = this.#table;
    const { rows: rowsAt, gh, pairs, partial, splits, scratch, blocks } = this.#work;
    const { l2, minRowsPerLeaf, minHessian, catSmooth, catL2, maxCatSet } = this.#params;
    const columns = this.#columns;
    const alone = leaf.rows * columns < ALONE_UPDATES;
    const whole = leaf.rows === train.rows;
    leaf.histogram = this.#free.pop()!;
    const parts = partsOf(leaf.rows, columns);
    const groups = groupsOf(parts, columns, this.#crew.threads);
    setArguments(this.#views, [
      whole ? 0 : rowsAt + leaf.from * 4,
      leaf.rows,
      train.bins,
      train.stride,
      columns,
      whole ? gh : pairs + leaf.from * 8,
      parts,
      groups,
      leaf.histogram,
      partial,
      blocks,
      countsAt,
    ]);
    this.#crew.run('histogram', groups * parts, alone);
    if (sibling && parent) {
      sibling.histogram = parent.histogram;
      parent.histogram = undefined;
    }
    const large = sibling ?? leaf;
    setArguments(
      this.#views,
      [leaf.histogram, partial, parts, sibling?.histogram ?? 0, columns, countsAt, kindsAt, splits, scratch, maxCatSet],
      [
        l2,
        minRowsPerLeaf,
        minHessian,
        catSmooth,
        catL2,
        0,
        leaf.g,
        leaf.h,
        leaf.weight / leaf.h,
        large.g,
        large.h,
        large.weight / large.h,
      ],
    );
    this.#crew.run('split', columns, columns < ALONE_SPLITS);
    this.#take(leaf, 0);
    if (sibling) this.#take(sibling, 1);
  }

  #take(leaf: Leaf, side: number): void {
    leaf.split = this.#mayBeSplit(leaf) ? this.#bestSplit(side) : undefined;
    if (leaf.split === undefined) this.#release(leaf);
  }

  #bestSplit(side: number): Split | undefined {
    const { f64, i32, u8 } = this.#views;
    let gain = Math.max(this.#params.minGain, this.#leastGain);
    let column = -1;
    for (let i = 0; i < this.#columns; i++) {
      const found = f64[this.#recordAt(side, i) >>> 3]!;
      if (this.#allowed[i] === 1 && found > gain) {
        gain = found;
        column = i;
      }
    }
    if (column < 0) return undefined;
    const at = this.#recordAt(side, column);
    const byCategory = this.#table.columns[column]!.kind === 'categories';
    const categories: number[] = [];
    if (byCategory)
      for (let code = 0; code < this.#table.binCounts[column]!; code++)
        if (u8[at + 32 + code] === 1) categories.push(code);
    return {
      column,
      gain,
      leftG: f64[(at >>> 3) + 1]!,
      leftH: f64[(at >>> 3) + 2]!,
      bin: byCategory ? undefined : i32[(at >>> 2) + 6]!,
      categories: byCategory ? categories : undefined,
      missingLeft: i32[(at >>> 2) + 7] === 1,
    };
  }

  #recordAt(side: number, column: number): number {
    return this.#work.splits + (side * this.#columns + column) * SPLIT_BYTES;
  }

  /** Puts the leaf's rows in order of their side, and makes the two new leaves. */
  #divide(leaf: Leaf, split: Split, tree: TreeBuilder): [Leaf, Leaf] {
    const { rows, multiplicity, validationRows } = this.#work;
    const { train, validation } = this.#table;
    writeSides(this.#views.u8, this.#work.sides, split, this.#table.binCounts[split.column]!);
    const lefts = this.#partition({
      part: train,
      list: rows,
      from: leaf.from,
      n: leaf.rows,
      column: split.column,
      pairs: leaf.rows === train.rows ? this.#work.gh : this.#work.pairs + leaf.from * 8,
    });
    const validationLefts = this.#partition({
      part: validation,
      list: validationRows,
      from: leaf.validationFrom,
      n: leaf.validationRows,
      column: split.column,
      pairs: 0,
    });
    const leftWeight = this.#merged ? this.#crew.kernels.countRows(multiplicity, rows + leaf.from * 4, lefts) : lefts;
    const nodes = tree.split(leaf.node, split);
    const common = { depth: leaf.depth + 1, histogram: undefined, split: undefined };
    return [
      {
        ...common,
        node: nodes.left,
        from: leaf.from,
        rows: lefts,
        validationFrom: leaf.validationFrom,
        validationRows: validationLefts,
        weight: leftWeight,
        g: split.leftG,
        h: split.leftH,
      },
      {
        ...common,
        node: nodes.right,
        from: leaf.from + lefts,
        rows: leaf.rows - lefts,
        validationFrom: leaf.validationFrom + validationLefts,
        validationRows: leaf.validationRows - validationLefts,
        weight: leaf.weight - leftWeight,
        g: leaf.g - split.leftG,
        h: leaf.h - split.leftH,
      },
    ];
  }

  /** Puts `n` of the rows listed at `list` in order of their side, stable; gives how many are left. */
  #partition({ part, list, from, n, column, pairs }: Partition): number {
    const { left, right, leftPairs, rightPairs, counts, sides } = this.#work;
    const own = list + from * 4;
    const ownPairs = pairs === 0 ? 0 : this.#work.pairs + from * 8;
    const bins = part.columns + column * part.rows;
    const source = n === part.rows ? 0 : own;
    const parts = Math.ceil(n / SORT_CHUNK);
    if (n < ALONE_ROWS) {
      const { kernels } = this.#crew;
      const lefts =
        pairs === 0
          ? kernels.partition(bins, source, from, n, sides, own, right)
          : kernels.partitionPairs(bins, source, from, n, sides, own, right, pairs, ownPairs, rightPairs);
      kernels.copy(own + lefts * 4, right, (n - lefts) * 4);
      if (pairs !== 0) kernels.copy(ownPairs + lefts * 8, rightPairs, (n - lefts) * 8);
      return lefts;
    }
    setArguments(this.#views, [source, from, n, bins, sides, left, right, counts, pairs, leftPairs, rightPairs]);
    this.#crew.run('partition', parts);
    const lefts = toStarts(this.#views.u32, counts >>> 2, parts);
    setArguments(this.#views, [own, n, left, right, counts, lefts, ownPairs, leftPairs, rightPairs]);
    this.#crew.run('collect', parts);
    return lefts;
  }

  #addValues(leaves: readonly Leaf[], tree: TreeBuilder, { raw, validationRaw }: GrowRequest): void {
    const { rows, validationRows } = this.#work;
    const { l2, learningRate } = this.#params;
    for (const [i, leaf] of leaves.entries()) {
      const value = (-leaf.g / (leaf.h + l2)) * learningRate;
      tree.setValue(leaf.node, value);
      this.#listLeaf(i, rows + leaf.from * 4, leaf.rows, value);
      this.#listLeaf(leaves.length + i, validationRows + leaf.validationFrom * 4, leaf.validationRows, value);
    }
    setArguments(this.#views, [this.#work.leaves, leaves.length, raw, validationRaw]);
    this.#crew.run('addLeaf', 2 * leaves.length, this.#table.train.rows < ALONE_ROWS);
  }

  #listLeaf(place: number, rows: number, count: number, value: number): void {
    const at = (this.#work.leaves >>> 3) + 3 * place;
    this.#views.f64[at] = rows;
    this.#views.f64[at + 1] = count;
    this.#views.f64[at + 2] = value;
  }
}

/** Turns counts into where each part begins, in place; the sum comes after the last one, and is given. */
function toStarts(u32: Uint32Array, at: number, parts: number): number {
  let sum = 0;
  for (let i = at; i < at + parts; i++) {
    const count = u32[i]!;
    u32[i] = sum;
    sum += count;
  }
  u32[at + parts] = sum;
  return sum;
}

function bestLeaf(leaves: readonly Leaf[]): number | undefined {
  let best: number | undefined;
  let gain = 0;
  for (const [i, leaf] of leaves.entries())
    if (leaf.split !== undefined && leaf.split.gain > gain) {
      gain = leaf.split.gain;
      best = i;
    }
  return best;
}

/** One byte a bin: 1 goes left. The bin after the last one of values is "missing". */
function writeSides(
  u8: Uint8Array,
  at: number,
  split: Pick<Split, 'bin' | 'categories' | 'missingLeft'>,
  bins: number,
): void {
  u8.fill(0, at, at + 256);
  if (split.categories) for (const code of split.categories) u8[at + code] = 1;
  else u8.fill(1, at, at + Math.min(split.bin! + 1, bins));
  if (split.missingLeft) u8[at + bins] = 1;
}
