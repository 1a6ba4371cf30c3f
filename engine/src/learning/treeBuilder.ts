import type { Tree } from './ensemble.ts';

/** A split as the search found it. */
export interface Split {
  readonly column: number;
  readonly gain: number;
  readonly leftG: number;
  readonly leftH: number;
  /** Last bin of the left side; undefined where `categories` decide. */
  readonly bin: number | undefined;
  readonly categories: readonly number[] | undefined;
  readonly missingLeft: boolean;
}

/** A tree that grows by splitting leaves. */
export class TreeBuilder {
  readonly #bounds: readonly Float32Array[];
  readonly #column: number[] = [-1];
  readonly #threshold: number[] = [0];
  readonly #categories: (readonly number[] | undefined)[] = [undefined];
  readonly #missingLeft: number[] = [0];
  readonly #left: number[] = [0];
  readonly #right: number[] = [0];
  readonly #value: number[] = [0];
  readonly #gain: number[] = [0];

  constructor(bounds: readonly Float32Array[]) {
    this.#bounds = bounds;
  }

  get size(): number {
    return this.#column.length;
  }

  /** Gives the two new leaves. */
  split(node: number, split: Split): { readonly left: number; readonly right: number } {
    const left = this.size;
    this.#column[node] = split.column;
    // Past the last bound lie only missing values: everything else goes left.
    this.#threshold[node] =
      split.bin === undefined ? 0 : (this.#bounds[split.column]![split.bin] ?? Number.POSITIVE_INFINITY);
    this.#categories[node] = split.categories;
    this.#missingLeft[node] = split.missingLeft ? 1 : 0;
    this.#left[node] = left;
    this.#right[node] = left + 1;
    this.#gain[node] = split.gain;
    for (let child = 0; child < 2; child++) {
      this.#column.push(-1);
      this.#threshold.push(0);
      this.#categories.push(undefined);
      this.#missingLeft.push(0);
      this.#left.push(0);
      this.#right.push(0);
      this.#value.push(0);
      this.#gain.push(0);
    }
    return { left, right: left + 1 };
  }

  setValue(leaf: number, value: number): void {
    this.#value[leaf] = value;
  }

  build(target: number, round: number): Tree {
    return {
      target,
      round,
      column: this.#column,
      threshold: this.#threshold,
      categories: this.#categories,
      missingLeft: this.#missingLeft,
      left: this.#left,
      right: this.#right,
      value: this.#value,
      gain: this.#gain,
    };
  }
}
