import { type CST, type Document, isAlias, isMap, isScalar, isSeq, type ParsedNode, type Scalar } from 'yaml';
import {
  type AliasNode,
  type Entry,
  type Json,
  type ListNode,
  mapNode,
  type Node,
  type ScalarNode,
  type ScalarStyle,
} from './node.ts';
import { define } from './ownProperty.ts';
import { MAX_ERRORS, type YamlError } from './readYaml.ts';

/** The nodes of a document, its plain value, and what in it a spec may not hold. */
export interface Built {
  readonly root: Node | undefined;
  readonly value: Json;
  readonly findings: readonly Finding[];
  /** Quotes and brackets that are never closed; the package reports them where the file goes on. */
  readonly unclosed: readonly YamlError[];
  /** In the order of the text. */
  readonly anchored: readonly Anchored[];
  /** Nodes that its aliases stand for together. */
  readonly aliased: number;
}

/** A value with a name; a later one of the same name takes its place. */
export interface Anchored extends Part {
  readonly name: string;
}

export interface Finding {
  readonly code: 'yaml-syntax' | 'duplicate-key' | 'alias-blow-up' | 'out-of-range';
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly related?: { readonly message: string; readonly start: number; readonly end: number };
}

/** Nodes that all aliases of a file may stand for together. */
const MAX_ALIASED_NODES = 50_000;

/** @param above what stands above the document where it is part of a larger one */
export function buildNodes(document: Document.Parsed | undefined, text: string, above = NOTHING_ABOVE): Built {
  const contents = (document?.contents ?? null) as ParsedNode | null;
  if (contents === null || (isScalar(contents) && contents.range[0] === contents.range[1] && contents.value === null)) {
    return { root: undefined, value: null, findings: [], unclosed: [], ...NOTHING_ABOVE };
  }
  const builder = new Builder(text, above);
  const { node, value } = builder.build(contents);
  const { findings, unclosed, anchored, aliased } = builder;
  return { root: node, value, findings, unclosed, anchored, aliased };
}

const NOTHING_ABOVE: Pick<Built, 'anchored' | 'aliased'> = { anchored: [], aliased: 0 };

interface Part {
  readonly node: Node;
  readonly value: Json;
  /** Nodes, those behind aliases included. */
  readonly size: number;
}

class Builder {
  readonly findings: Finding[] = [];
  readonly unclosed: YamlError[] = [];
  readonly anchored: Anchored[] = [];
  readonly #text: string;
  readonly #anchors = new Map<string, Part | 'open'>();
  aliased: number;

  constructor(text: string, above: Pick<Built, 'anchored' | 'aliased'>) {
    this.#text = text;
    this.aliased = above.aliased;
    for (const part of above.anchored) this.#anchors.set(part.name, part);
  }

  build(source: ParsedNode): Part {
    if (isAlias(source)) return this.#alias(source.source, source.range[0], source.range[1]);
    const anchor = source.anchor;
    if (anchor !== undefined) this.#anchors.set(anchor, 'open');
    const part = this.#content(source);
    if (anchor !== undefined) this.#name(anchor, part);
    return part;
  }

  #name(name: string, part: Part): void {
    this.#anchors.set(name, part);
    this.anchored.push({ name, ...part });
  }

  #content(source: ParsedNode): Part {
    if (isMap(source)) return this.#map(source as ParsedMap);
    if (isSeq(source)) return this.#list(source as ParsedList);
    return this.#scalar(source as Scalar.Parsed);
  }

  #alias(name: string, start: number, end: number): Part {
    const anchored = this.#anchors.get(name);
    const found = anchored === 'open' ? undefined : anchored;
    if (found === undefined) {
      const message =
        anchored === 'open' ? `*${name} stands inside what it names` : `No &${name} stands above *${name}`;
      this.#report('yaml-syntax', message, start, end);
      return missing(name, start, end);
    }
    this.aliased += found.size;
    if (this.aliased > MAX_ALIASED_NODES) {
      const message = `The aliases of this file stand for more than ${MAX_ALIASED_NODES} values`;
      if (!this.findings.some(({ code }) => code === 'alias-blow-up'))
        this.#report('alias-blow-up', message, start, end);
      return missing(name, start, end);
    }
    const node: AliasNode = { kind: 'alias', start, end, name, target: found.node };
    return { node, value: found.value, size: found.size };
  }

  #map(source: ParsedMap): Part {
    const entries: Entry[] = [];
    const byKey = new Map<string, Entry>();
    const value: { [key: string]: Json } = {};
    let size = 1;
    for (const pair of source.items) {
      const key = this.#key(pair.key, source);
      const part = pair.value === null ? empty(key.end) : this.build(pair.value);
      size += part.size;
      if (key.text === undefined) continue;
      const entry: Entry = { key: key.text, keyStart: key.start, keyEnd: key.end, value: part.node };
      const first = byKey.get(entry.key);
      if (first !== undefined) {
        this.#duplicate(entry, first);
        continue;
      }
      entries.push(entry);
      byKey.set(entry.key, entry);
      define(value, entry.key, part.value);
    }
    const [start, end] = source.range;
    this.#closed(source);
    return { node: mapNode({ start, end, flow: source.flow === true }, entries), value, size };
  }

  #key(source: ParsedNode | null, parent: ParsedMap): { text: string | undefined; start: number; end: number } {
    const [start, end] = source?.range ?? [parent.range[0], parent.range[0]];
    const place = { start, end };
    if (!isScalar(source)) {
      this.#report('yaml-syntax', 'A key is plain text', start, Math.max(end, start + 1));
      return { ...place, text: undefined };
    }
    if (source.anchor !== undefined) this.#name(source.anchor, this.#scalar(source as Scalar.Parsed));
    const text = source.source ?? '';
    if (text === '' && start === end) {
      this.#report('yaml-syntax', 'A key is missing before this colon', start, start + 1);
      return { ...place, text: undefined };
    }
    if (text === '<<' && source.type === 'PLAIN') {
      this.#report('yaml-syntax', 'Merge keys (<<) are not part of YAML 1.2: write the keys out', start, end);
      return { ...place, text: undefined };
    }
    return { ...place, text };
  }

  #duplicate(entry: Entry, first: Entry): void {
    if (this.findings.length >= MAX_ERRORS) return;
    this.findings.push({
      code: 'duplicate-key',
      message: `The key "${entry.key}" stands twice here; the first one counts`,
      start: entry.keyStart,
      end: entry.keyEnd,
      related: { message: 'The first one', start: first.keyStart, end: first.keyEnd },
    });
  }

  #list(source: ParsedList): Part {
    const parts = source.items.map((item) => this.#item(item, source));
    const [start, end] = source.range;
    this.#closed(source);
    const node: ListNode = {
      kind: 'list',
      start,
      end,
      flow: source.flow === true,
      items: parts.map((part) => part.node),
    };
    return { node, value: parts.map((part) => part.value), size: parts.reduce((sum, part) => sum + part.size, 1) };
  }

  /** In `[a: 1]` the item is a pair without braces, which the package makes a map of. */
  #item(item: ParsedNode | null, parent: ParsedList): Part {
    return item === null ? empty(parent.range[0]) : this.build(item);
  }

  #closed({ srcToken: token, range: [start] }: ParsedMap | ParsedList): void {
    if (token?.type !== 'flow-collection') return;
    const closed = token.end.some(({ type }) => type === 'flow-map-end' || type === 'flow-seq-end');
    if (closed) return;
    const message = `This ${token.start.source} is never closed`;
    this.unclosed.push({ code: 'UNCLOSED', message, start, end: start + 1 });
  }

  #scalar(source: Scalar.Parsed): Part {
    const text = source.source ?? '';
    const [start, end] = source.range;
    const style = STYLES[source.type ?? 'PLAIN'] ?? 'plain';
    const value = this.#plainValue(source, text);
    const { contentStart, raw } = this.#rawContent(source, style);
    // One string instead of two that are equal.
    const content = { contentStart, raw: raw === text ? text : raw };
    const node: ScalarNode = { kind: 'scalar', start, end, style, value, text, ...content };
    return { node, value, size: 1 };
  }

  #plainValue({ value, range: [start, end] }: Scalar.Parsed, text: string): ScalarNode['value'] {
    if (typeof value === 'number') {
      if (!Number.isFinite(value)) {
        this.#report('out-of-range', `${text} is not a finite number; quote it if it is meant as text`, start, end);
        return text;
      }
      if (Number.isInteger(value) && !Number.isSafeInteger(value) && /^[-+]?(?:\d+|0[ox][\da-fA-F]+)$/.test(text)) {
        this.#report(
          'out-of-range',
          `${text} has more digits than a number keeps; quote it to keep it as text`,
          start,
          end,
        );
        return text;
      }
      return Object.is(value, -0) ? 0 : value;
    }
    return typeof value === 'string' || typeof value === 'boolean' || value === null ? value : text;
  }

  #rawContent(source: Scalar.Parsed, style: ScalarStyle): { contentStart: number; raw: string } {
    const [start, end] = source.range;
    if (style === 'plain') return { contentStart: start, raw: this.#text.slice(start, end) };
    const token = source.srcToken;
    if (token?.type === 'block-scalar') {
      const contentStart = token.props.reduce(
        (offset, prop) => offset + ('source' in prop ? prop.source.length : 0),
        start,
      );
      return { contentStart, raw: this.#text.slice(contentStart, end) };
    }
    const closed = end - start > 1 && this.#text[end - 1] === this.#text[start];
    if (!closed) this.unclosed.push({ code: 'UNCLOSED', message: 'This quote is never closed', start, end: start + 1 });
    return { contentStart: start + 1, raw: this.#text.slice(start + 1, closed ? end - 1 : end) };
  }

  #report(code: Finding['code'], message: string, start: number, end: number): void {
    if (this.findings.length >= MAX_ERRORS && code !== 'alias-blow-up') return;
    this.findings.push({ code, message, start, end });
  }
}

interface ParsedMap {
  readonly items: readonly { readonly key: ParsedNode | null; readonly value: ParsedNode | null }[];
  readonly range: readonly [number, number, number];
  readonly flow?: boolean;
  readonly srcToken?: CST.Token;
}

interface ParsedList {
  readonly items: readonly (ParsedNode | null)[];
  readonly range: readonly [number, number, number];
  readonly flow?: boolean;
  readonly srcToken?: CST.Token;
}

const STYLES: { readonly [type: string]: ScalarStyle } = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
};

function missing(name: string, start: number, end: number): Part {
  return { node: { kind: 'alias', start, end, name, target: undefined }, value: null, size: 1 };
}

function empty(offset: number): Part {
  const node: ScalarNode = {
    kind: 'scalar',
    start: offset,
    end: offset,
    style: 'plain',
    value: null,
    text: '',
    contentStart: offset,
    raw: '',
  };
  return { node, value: null, size: 1 };
}
