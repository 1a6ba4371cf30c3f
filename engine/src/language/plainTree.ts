import type { LineIndex } from './lineIndex.ts';
import type { Entry } from './node.ts';
import { type Json, type Node, type Path, valueAt } from './node.ts';
import type { Range } from './problem.ts';
import type { PathAt, RangePart, ScalarText, Tree } from './tree.ts';

/** The tree of a text whose value is known and in which nothing is wrong: the whole is read when a place in it is asked for. */
export class PlainTree implements Tree {
  readonly text: string;
  readonly value: { readonly [key: string]: Json };
  readonly problems = [];
  readonly brokenAt = undefined;
  readonly isUnread = false;
  readonly comments = [];
  readonly isPlain = true;
  readonly #parse: (text: string) => Tree;
  #whole: Tree | undefined;

  constructor(text: string, value: { readonly [key: string]: Json }, parse: (text: string) => Tree) {
    this.text = text;
    this.value = value;
    this.#parse = parse;
  }

  get firstKey(): string | undefined {
    return Object.keys(this.value)[0];
  }

  get firstText(): string | undefined {
    const value = valueAt(this.value, [this.firstKey ?? '']);
    return typeof value === 'string' ? value : undefined;
  }

  get root(): Node | undefined {
    return this.#all.root;
  }

  get lines(): LineIndex {
    return this.#all.lines;
  }

  node(path: Path): Node | undefined {
    return this.#all.node(path);
  }

  range(path: Path, part?: RangePart): Range {
    return this.#all.range(path, part);
  }

  rangeOf(node: Node, entry: Entry | undefined): Range {
    return this.#all.rangeOf(node, entry);
  }

  pathAt(offset: number): PathAt {
    return this.#all.pathAt(offset);
  }

  scalar(path: Path): ScalarText | undefined {
    return this.#all.scalar(path);
  }

  get #all(): Tree {
    this.#whole ??= this.#parse(this.text);
    return this.#whole;
  }
}
