import type { LineIndex } from './lineIndex.ts';
import { type Entry, type Json, type Node, type Path, valueAt } from './node.ts';
import { readPlainYaml } from './plainYaml.ts';
import type { Range } from './problem.ts';
import { type PathAt, parseTree, type RangePart, type ScalarText, type Tree } from './tree.ts';

/** The tree of a text whose value is known and in which nothing is wrong: the whole is read when a place in it is asked for. */
export class PlainTree implements Tree {
  readonly text: string;
  readonly value: { readonly [key: string]: Json };
  readonly problems = [];
  readonly brokenAt = undefined;
  readonly isUnread = false;
  readonly comments = [];
  readonly isPlain = true;
  #whole: Tree | undefined;

  constructor(text: string, value: { readonly [key: string]: Json }) {
    this.text = text;
    this.value = value;
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
    this.#whole ??= parseTree(this.text);
    return this.#whole;
  }
}

/**
 * As `parseTree`, for files that we write ourselves by the thousand: of one that is as we write it only the value is read, and
 * where things stand when somebody asks.
 */
export function parsePlainTree(text: string, previous?: Tree): Tree {
  const value = previous === undefined ? readPlainYaml(text) : undefined;
  return value === undefined ? parseTree(text, previous) : new PlainTree(text, value);
}
