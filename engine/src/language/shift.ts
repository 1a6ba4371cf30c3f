import type { Anchored, Finding } from './buildNodes.ts';
import { type Entry, mapNode, type Node } from './node.ts';
import type { YamlError } from './readYaml.ts';

export interface ShiftOptions {
  /** Offsets before it stay what they are. */
  readonly from: number;
  readonly delta: number;
  /** Nodes with an anchor: every alias of one that moves is to find it where it came. */
  readonly anchored?: readonly Anchored[];
  /** Whether those nodes do not move, wherever they stand. */
  readonly fixed?: boolean;
}

/** Moves what stands behind an offset by some characters. */
export class Shift {
  readonly #delta: number;
  readonly #from: number;
  readonly #fixed: boolean;
  readonly #anchored: ReadonlySet<Node>;
  readonly #moved = new Map<Node, Node>();

  constructor({ from, delta, anchored = [], fixed = false }: ShiftOptions) {
    this.#delta = delta;
    this.#from = from;
    this.#fixed = fixed;
    this.#anchored = new Set(anchored.map(({ node }) => node));
  }

  offset(offset: number): number {
    return offset < this.#from ? offset : offset + this.#delta;
  }

  /** The same node when nothing of it moves. */
  node(node: Node): Node {
    if (this.#delta === 0 || node.end < this.#from) return node;
    if (!this.#anchored.has(node)) return this.#move(node);
    if (this.#fixed) return node;
    const moved = this.#moved.get(node) ?? this.#move(node);
    this.#moved.set(node, moved);
    return moved;
  }

  nodes(nodes: readonly Node[]): readonly Node[] {
    return this.#delta === 0 ? nodes : nodes.map((node) => this.node(node));
  }

  entries(entries: readonly Entry[]): readonly Entry[] {
    return this.#delta === 0 ? entries : entries.map((entry) => this.entry(entry));
  }

  entry({ key, keyStart, keyEnd, value }: Entry): Entry {
    return { key, keyStart: this.offset(keyStart), keyEnd: this.offset(keyEnd), value: this.node(value) };
  }

  anchored(all: readonly Anchored[]): readonly Anchored[] {
    return this.#delta === 0 ? all : all.map((each) => ({ ...each, node: this.node(each.node) }));
  }

  span<T extends YamlError | Finding>(thing: T): T {
    return { ...thing, start: this.offset(thing.start), end: this.offset(thing.end) };
  }

  finding(finding: Finding): Finding {
    const { related } = finding;
    return { ...this.span(finding), ...(related && { related: { ...related, ...this.#range(related) } }) };
  }

  #range({ start, end }: { readonly start: number; readonly end: number }): { start: number; end: number } {
    return { start: this.offset(start), end: this.offset(end) };
  }

  #move(node: Node): Node {
    const start = this.offset(node.start);
    const end = this.offset(node.end);
    switch (node.kind) {
      case 'scalar': {
        const { kind, style, value, text, contentStart, raw } = node;
        return { kind, start, end, style, value, text, contentStart: this.offset(contentStart), raw };
      }
      case 'list':
        return { kind: 'list', start, end, flow: node.flow, items: this.nodes(node.items) };
      case 'map':
        return mapNode({ start, end, flow: node.flow }, this.entries(node.entries));
      case 'alias':
        return { kind: 'alias', start, end, name: node.name, target: node.target && this.node(node.target) };
    }
  }
}
