import type { Entry, Node } from './node.ts';

/** Moves nodes by `delta` characters; aliases in them stand for what their targets became. */
export class Shift {
  readonly #delta: number;
  /** Nodes that start before it stay where they are. */
  readonly #from: number;
  /** Anchored nodes, and once they were moved what they became. */
  readonly #anchored: ReadonlySet<Node>;
  readonly #moved = new Map<Node, Node>();

  constructor(delta: number, from: number, anchored: readonly Node[] = []) {
    this.#delta = delta;
    this.#from = from;
    this.#anchored = new Set(anchored);
  }

  offset(offset: number): number {
    return offset + this.#delta;
  }

  entries(entries: readonly Entry[]): readonly Entry[] {
    return this.#delta === 0 ? entries : entries.map((entry) => this.#entry(entry));
  }

  nodes(nodes: readonly Node[]): readonly Node[] {
    return this.#delta === 0 ? nodes : nodes.map((node) => this.node(node));
  }

  /** The same node when it stays where it is. */
  node(node: Node): Node {
    if (this.#delta === 0 || node.start < this.#from) return node;
    const known = this.#moved.get(node);
    if (known !== undefined) return known;
    const moved = this.#move(node);
    if (this.#anchored.has(node)) this.#moved.set(node, moved);
    return moved;
  }

  #move(node: Node): Node {
    const start = node.start + this.#delta;
    const end = node.end + this.#delta;
    switch (node.kind) {
      case 'scalar': {
        const { kind, style, value, text, contentStart, raw } = node;
        return { kind, start, end, style, value, text, contentStart: contentStart + this.#delta, raw };
      }
      case 'list':
        return { kind: 'list', start, end, flow: node.flow, items: node.items.map((item) => this.node(item)) };
      case 'map': {
        const entries = node.entries.map((entry) => this.#entry(entry));
        return { kind: 'map', start, end, flow: node.flow, entries, byKey: byKey(entries) };
      }
      case 'alias': {
        const target = node.target && this.node(node.target);
        return { kind: 'alias', start, end, name: node.name, target };
      }
    }
  }

  #entry({ key, keyStart, keyEnd, value }: Entry): Entry {
    return { key, keyStart: keyStart + this.#delta, keyEnd: keyEnd + this.#delta, value: this.node(value) };
  }
}

export function byKey(entries: readonly Entry[]): ReadonlyMap<string, Entry> {
  const map = new Map<string, Entry>();
  for (const entry of entries) map.set(entry.key, entry);
  return map;
}
