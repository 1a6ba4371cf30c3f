/** The YAML of a spec as nodes with offsets; `start` and `end` are offsets in the text, `end` exclusive. */
export type Node = MapNode | ListNode | ScalarNode | AliasNode;

export interface MapNode {
  readonly kind: 'map';
  readonly start: number;
  readonly end: number;
  readonly flow: boolean;
  /** In the order of the text; of a duplicate key only the first. */
  readonly entries: readonly Entry[];
  readonly byKey: ReadonlyMap<string, Entry>;
}

export interface Entry {
  readonly key: string;
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly value: Node;
}

export interface ListNode {
  readonly kind: 'list';
  readonly start: number;
  readonly end: number;
  readonly flow: boolean;
  readonly items: readonly Node[];
}

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly start: number;
  readonly end: number;
  readonly style: ScalarStyle;
  readonly value: string | number | boolean | null;
  /** The text of the scalar: unquoted, unescaped, unfolded; of a number as it is written. */
  readonly text: string;
  /** Offset where the raw content begins: behind the quote, or behind the header line of a block. */
  readonly contentStart: number;
  /** The raw content, without quotes or header. */
  readonly raw: string;
}

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

export interface AliasNode {
  readonly kind: 'alias';
  readonly start: number;
  readonly end: number;
  readonly name: string;
  /** Undefined when nothing of that name stands before it. */
  readonly target: Node | undefined;
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export type Path = readonly (string | number)[];

/** A map finds its entries by key when it is first asked for them. */
export function mapNode(at: Pick<MapNode, 'start' | 'end' | 'flow'>, entries: readonly Entry[]): MapNode {
  return new IndexedMap(at, entries);
}

class IndexedMap implements MapNode {
  readonly kind = 'map';
  readonly start: number;
  readonly end: number;
  readonly flow: boolean;
  readonly entries: readonly Entry[];
  #byKey: ReadonlyMap<string, Entry> | undefined;

  constructor({ start, end, flow }: Pick<MapNode, 'start' | 'end' | 'flow'>, entries: readonly Entry[]) {
    this.start = start;
    this.end = end;
    this.flow = flow;
    this.entries = entries;
  }

  get byKey(): ReadonlyMap<string, Entry> {
    this.#byKey ??= new Map(this.entries.map((entry) => [entry.key, entry]));
    return this.#byKey;
  }
}

/** Entries among which one is found sooner by looking at each. */
const FEW = 8;

/** The entry of a key, or undefined. */
export function entryOf(map: MapNode, key: string): Entry | undefined {
  if (map.entries.length > FEW) return map.byKey.get(key);
  for (const entry of map.entries) if (entry.key === key) return entry;
  return undefined;
}

/** The node an alias stands for, else the node itself. */
export function resolved(node: Node): MapNode | ListNode | ScalarNode | undefined {
  let current: Node | undefined = node;
  while (current?.kind === 'alias') current = current.target;
  return current;
}

/** The node below `node` at `path`; aliases on the way are followed, the last one is not. */
export function nodeAt(node: Node | undefined, path: Path): Node | undefined {
  let current = node;
  for (const part of path) {
    const parent: Node | undefined = current && resolved(current);
    if (parent?.kind === 'map') current = entryOf(parent, String(part))?.value;
    else if (parent?.kind === 'list' && typeof part === 'number') current = parent.items[part];
    else return undefined;
  }
  return current;
}

/** The plain value at `path` below `value`, or undefined. */
export function valueAt(value: Json, path: Path): Json | undefined {
  let current: Json | undefined = value;
  for (const part of path) {
    if (current === null || typeof current !== 'object' || !Object.hasOwn(current, part)) return undefined;
    current = (current as { readonly [key: string | number]: Json })[part];
  }
  return current;
}
