import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver';
import { contentEnd } from '../../../engine/src/language/edits/places.ts';
import type { Node, Path, Tree } from '../../../engine/src/language/tree.ts';
import { declaredIn } from '../../../engine/src/project/symbols/occurrences.ts';
import type { Document } from './spot.ts';
import { SYMBOL_KINDS } from './symbols/symbolKinds.ts';

/** The outline of a spec: its keys as a tree, what is declared drawn as what it is. Takes time linear to the text. */
export function documentSymbols({ snapshot, file }: Document): DocumentSymbol[] {
  const { tree, kind } = file;
  if (kind === undefined || tree.root?.kind !== 'map') return [];
  const kinds = new Map<string, SymbolKind>();
  for (const { symbol, place } of declaredIn(snapshot.project, file)) {
    const path = place.path.at(-1) === 'name' ? place.path.slice(0, -1) : place.path;
    kinds.set(JSON.stringify(path), SYMBOL_KINDS[symbol.kind]);
  }
  return entriesOf(tree.root, [], { tree, kinds });
}

interface Outline {
  readonly tree: Tree;
  readonly kinds: ReadonlyMap<string, SymbolKind>;
}

function entriesOf(node: Node, path: Path, outline: Outline): DocumentSymbol[] {
  const { lines } = outline.tree;
  if (node.kind === 'map')
    return node.entries.map(({ key, keyStart, keyEnd, value }) => {
      const end = Math.max(keyEnd, contentEnd(outline.tree, value));
      const at = { range: lines.range(keyStart, end), selectionRange: lines.range(keyStart, keyEnd) };
      return { name: key.trim() === '' ? '""' : key, ...at, ...described(value, [...path, key], outline) };
    });
  if (node.kind !== 'list') return [];
  return node.items.flatMap((item, index): DocumentSymbol[] => {
    if (item.kind === 'scalar' || item.kind === 'alias') return [];
    const range = lines.range(item.start, Math.max(item.start, contentEnd(outline.tree, item)));
    const below = described(item, [...path, index], outline);
    return [{ name: itemName(item, index), range, selectionRange: { start: range.start, end: range.start }, ...below }];
  });
}

function described(value: Node, path: Path, outline: Outline): Pick<DocumentSymbol, 'kind' | 'detail' | 'children'> {
  const kind = outline.kinds.get(JSON.stringify(path)) ?? plainKind(value);
  const detail = detailOf(value);
  const children = entriesOf(value, path, outline);
  return { kind, ...(detail === '' ? {} : { detail }), ...(children.length === 0 ? {} : { children }) };
}

function plainKind(node: Node): SymbolKind {
  if (node.kind === 'map') return SymbolKind.Object;
  if (node.kind === 'list') return SymbolKind.Array;
  if (node.kind === 'alias') return SymbolKind.Key;
  if (typeof node.value === 'number') return SymbolKind.Number;
  if (typeof node.value === 'boolean') return SymbolKind.Boolean;
  return node.value === null ? SymbolKind.Null : SymbolKind.String;
}

/** Of a map the key that says most about it. */
const TELLING = ['uses', 'run', 'type', 'sql', 'default', 'dataset', 'view', 'source'];

function detailOf(node: Node): string {
  if (node.kind === 'scalar') return shortened(node.text);
  if (node.kind === 'alias') return `*${node.name}`;
  if (node.kind === 'list') {
    const texts = node.items.slice(0, 8).flatMap((item) => (item.kind === 'scalar' ? [item.text] : []));
    return shortened(texts.join(', '));
  }
  const told = TELLING.flatMap((key) => {
    const value = node.byKey.get(key)?.value;
    return value?.kind === 'scalar' ? [value.text] : [];
  });
  const [first = '', second] = told;
  const isTyped = node.byKey.get('type')?.value.kind === 'scalar' && node.byKey.has('default');
  return shortened(isTyped && second !== undefined ? `${first} = ${second}` : first);
}

function itemName(item: Node, index: number): string {
  if (item.kind !== 'map') return String(index + 1);
  const named = item.byKey.get('name')?.value;
  if (named?.kind === 'scalar' && named.text.trim() !== '') return shortened(named.text);
  const [first] = item.entries;
  const text = first?.value.kind === 'scalar' ? first.value.text : '';
  return first === undefined ? String(index + 1) : shortened(`${first.key}: ${text}`) || String(index + 1);
}

function shortened(text: string): string {
  const line = text.slice(0, 200).replace(/\s+/g, ' ').trim();
  return line.length <= 60 ? line : `${line.slice(0, 59)}…`;
}
