import { contentEnd, dashOf } from '../../../../engine/src/language/edits/places.ts';
import type { MapNode, Node, ScalarNode } from '../../../../engine/src/language/node.ts';
import type { Tree } from '../../../../engine/src/language/tree.ts';
import type { Edit } from '../edits/edit.ts';
import { bracePadding, flowGaps } from './flowGaps.ts';

/** Part of a block collection that is to be put into shape: its entries or items from `first` to `last`. */
export interface Run {
  readonly node: Node;
  readonly first: number;
  readonly last: number;
  /** Column of the keys or dashes. */
  readonly indent: number;
}

/** Where lines are to begin, and what is to stand between the parts of a line. */
export interface Layout {
  /** New indentation by line. */
  readonly indents: ReadonlyMap<number, number>;
  readonly gaps: readonly Edit[];
  /** Lines whose text is part of a value, so that blanks in them count. */
  readonly verbatim: ReadonlySet<number>;
  /** Lines that a key, a dash or a value of its own begins. */
  readonly begun: ReadonlySet<number>;
}

/** Lays out a run. Undefined where the YAML has a form that is left alone: keys behind `?`. */
export function layOut(tree: Tree, run: Run, unit: number): Layout | undefined {
  const layouter = new Layouter(tree, unit);
  layouter.collection(run);
  return layouter.isStrange ? undefined : layouter;
}

class Layouter implements Layout {
  readonly indents = new Map<number, number>();
  readonly gaps: Edit[] = [];
  readonly verbatim = new Set<number>();
  readonly begun = new Set<number>();
  isStrange = false;
  readonly #tree: Tree;
  readonly #unit: number;
  readonly #padding: '' | ' ';

  constructor(tree: Tree, unit: number) {
    this.#tree = tree;
    this.#unit = unit;
    this.#padding = bracePadding(tree);
  }

  collection({ node, first, last, indent }: Run): void {
    if (node.kind === 'map') for (const entry of node.entries.slice(first, last + 1)) this.#entry(entry, indent);
    if (node.kind === 'list')
      for (const item of node.items.slice(first, last + 1)) this.#item(item, dashOf(this.#tree, node, item), indent);
  }

  #entry({ keyStart, keyEnd, value }: MapNode['entries'][number], indent: number): void {
    const { text, lines } = this.#tree;
    const line = this.#begin(keyStart, indent);
    const between = text.slice(keyEnd, value.start);
    if (value.end > value.start && /^[ \t]*:[ \t]+$/.test(between) && between !== ': ')
      this.gaps.push({ start: keyEnd, end: value.start, text: ': ' });
    else if (/^[ \t]+:/.test(between)) this.gaps.push({ start: keyEnd, end: keyEnd + between.indexOf(':'), text: '' });
    const holder = { indent, column: lines.position(keyStart).character };
    if (value.start > keyEnd) this.#value(value, line, { ...holder, inner: indent + this.#unit });
  }

  #item(item: Node, dash: number, indent: number): void {
    const { text, lines } = this.#tree;
    const line = this.#begin(dash, indent);
    const between = text.slice(dash + 1, item.start);
    if (/^[ \t]{2,}$|^\t$/.test(between)) this.gaps.push({ start: dash + 1, end: item.start, text: ' ' });
    const column = lines.position(dash).character;
    if (item.end > item.start) this.#value(item, line, { indent, column, inner: indent + 2 });
  }

  #value(node: Node, line: number, holder: Holder): void {
    const start = this.#tree.lines.position(node.start).line;
    if (node.kind === 'scalar' || node.kind === 'alias' || node.flow) {
      if (start !== line) this.#begin(node.start, holder.inner);
      if (node.kind === 'scalar') this.#scalar(node, holder);
      else if (node.kind !== 'alias') this.#flow(node, holder.inner);
      return;
    }
    const count = node.kind === 'map' ? node.entries.length : node.items.length;
    this.collection({ node, first: 0, last: count - 1, indent: holder.inner });
  }

  /** Puts the beginning of a line where it belongs, unless something else begins the line; the line. */
  #begin(offset: number, indent: number): number {
    const { lines } = this.#tree;
    const { line, character } = lines.position(offset);
    const before = lines.line(line).slice(0, character);
    if (/^[ \t]*\?(?:[ \t]|$)/.test(before)) this.isStrange = true;
    if (/^[ \t]*(?:[&!]\S*[ \t]+)*$/.test(before)) {
      this.indents.set(line, indent);
      this.begun.add(line);
    }
    return line;
  }

  #scalar(node: ScalarNode, holder: Holder): void {
    const { lines } = this.#tree;
    if (node.style === 'literal' || node.style === 'folded') {
      this.#block(node, holder);
      return;
    }
    const last = lines.position(node.end).line;
    for (let line = lines.position(node.start).line; line < last; line++) {
      this.verbatim.add(line);
      this.indents.set(line + 1, lines.line(line + 1).trim() === '' ? 0 : holder.inner);
    }
  }

  /** The content of a block scalar moves as a whole; what stands behind its indentation stays. */
  #block(node: ScalarNode, holder: Holder): void {
    const { lines, text } = this.#tree;
    const first = lines.position(node.contentStart).line;
    const end = text[node.end - 1] === '\n' ? node.end - 1 : node.end;
    const isKept = /^[|>]\d?\+/.test(text.slice(node.start, node.start + 3));
    const last = lines.position(isKept ? end : contentEnd(this.#tree, node)).line;
    const given = /^[|>][-+]?([1-9])/.exec(text.slice(node.start, node.start + 3))?.[1];
    const contents = range(first, last).map((line) => lines.line(line));
    if (given === undefined && contents.every((line) => line.trim() === '')) {
      for (const line of range(first, last)) this.verbatim.add(line);
      return;
    }
    const before = given === undefined ? leastIndent(contents) : holder.column + Number(given);
    const after = given === undefined ? holder.inner : holder.indent + Number(given);
    for (const line of range(first, last)) {
      this.verbatim.add(line);
      const content = lines.line(line);
      const own = content.length - content.trimStart().length;
      if (content.length > before) this.indents.set(line, after + Math.min(own, content.length) - before);
      else this.indents.set(line, 0);
    }
  }

  #flow(node: Node, inner: number): void {
    const { lines } = this.#tree;
    const [from, to] = [lines.position(node.start).line, lines.position(node.end).line];
    flowGaps(this.#tree, node, this.gaps, this.#padding);
    for (let line = from + 1; line <= to; line++) this.indents.set(line, inner);
    if (from !== to) this.#flowParts(node, inner);
  }

  #flowParts(node: Node, inner: number): void {
    const { lines } = this.#tree;
    if (node.kind === 'scalar') {
      const [from, to] = [lines.position(node.start).line, lines.position(node.end).line];
      for (let line = from; line < to; line++) {
        this.verbatim.add(line);
        this.indents.set(line + 1, lines.line(line + 1).trim() === '' ? 0 : inner + this.#unit);
      }
      return;
    }
    if (node.kind === 'alias') return;
    const parts = node.kind === 'map' ? node.entries.map(({ value }) => value) : node.items;
    for (const part of parts) {
      const [from, to] = [lines.position(part.start).line, lines.position(part.end).line];
      if (part.kind !== 'scalar' && part.kind !== 'alias')
        for (let line = from + 1; line <= to; line++) this.indents.set(line, inner + this.#unit);
      if (from !== to) this.#flowParts(part, part.kind === 'scalar' ? inner : inner + this.#unit);
    }
  }
}

interface Holder {
  /** Column that the key or dash gets, and that it had. */
  readonly indent: number;
  readonly column: number;
  /** Column of what stands in it on lines of its own. */
  readonly inner: number;
}

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}

function leastIndent(lines: readonly string[]): number {
  const solid = lines.find((line) => line.trim() !== '');
  return solid === undefined ? 0 : solid.length - solid.trimStart().length;
}
