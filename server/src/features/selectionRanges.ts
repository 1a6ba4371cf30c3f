import type { SelectionRange } from 'vscode-languageserver';
import { stepSchemas } from '../../../engine/src/catalog/catalog.ts';
import { contentEnd, dashOf } from '../../../engine/src/language/edits/places.ts';
import type { Expression } from '../../../engine/src/language/expressions/expression.ts';
import { parseTemplate } from '../../../engine/src/language/expressions/template.ts';
import { schemaAt } from '../../../engine/src/language/schemas.ts';
import type { Node, Path, Tree } from '../../../engine/src/language/tree.ts';
import type { SpecFile } from '../../../engine/src/project/specFile.ts';
import type { Document } from './spot.ts';
import { sqlTokens } from './sqlTokens.ts';

/** Offsets; `end` is exclusive. */
type Span = readonly [start: number, end: number];

/** One for each offset: from the word outwards to the whole file. */
export function selectionRanges({ file }: Document, offsets: readonly number[]): SelectionRange[] {
  return offsets.map((offset) => {
    const spans = [[0, file.text.length] as const, ...spansAt(file, offset)];
    let range: SelectionRange = { range: file.tree.lines.range(...spans[0]!) };
    let outer: Span = spans[0]!;
    for (const span of spans) {
      const isInside = span[0] >= outer[0] && span[1] <= outer[1] && span[1] - span[0] < outer[1] - outer[0];
      if (!isInside || offset < span[0] || offset > span[1]) continue;
      range = { range: file.tree.lines.range(...span), parent: range };
      outer = span;
    }
    return range;
  });
}

/** What holds an offset, the outermost first; what does not hold it is sorted out later. */
function spansAt(file: SpecFile, offset: number): Span[] {
  const spans: Span[] = [];
  let node = file.tree.root;
  const path: (string | number)[] = [];
  while (node !== undefined) {
    spans.push([node.start, contentEnd(file.tree, node)]);
    const inside = childAt(file.tree, node, offset);
    if (inside === undefined) break;
    spans.push(...inside.spans);
    path.push(inside.key);
    node = inside.node;
  }
  if (node?.kind === 'scalar') spans.push(...insideScalar(file, path, offset));
  spans.push(word(file.text, offset));
  return spans;
}

interface Child {
  readonly key: string | number;
  readonly node: Node | undefined;
  readonly spans: readonly Span[];
}

function childAt(tree: Tree, node: Node, offset: number): Child | undefined {
  if (node.kind === 'map') {
    const entry = node.entries.findLast(({ keyStart }) => keyStart <= offset);
    if (entry === undefined) return undefined;
    const { key, keyStart, keyEnd, value } = entry;
    const end = Math.max(keyEnd, contentEnd(tree, value));
    if (offset <= keyEnd)
      return {
        key,
        node: undefined,
        spans: [[keyStart, end], [keyStart, keyEnd], ...unquoted(tree.text, [keyStart, keyEnd])],
      };
    return offset > end
      ? undefined
      : { key, node: value.end > value.start ? value : undefined, spans: [[keyStart, end]] };
  }
  if (node.kind !== 'list') return undefined;
  const key = node.items.findLastIndex((item) => (node.flow ? item.start : dashOf(tree, node, item)) <= offset);
  const item = node.items[key];
  if (item === undefined) return undefined;
  const start = node.flow ? item.start : dashOf(tree, node, item);
  return { key, node: item, spans: [[start, contentEnd(tree, item)]] };
}

function unquoted(text: string, [start, end]: Span): Span[] {
  const quote = text[start];
  return (quote === '"' || quote === "'") && end - start > 1 ? [[start + 1, end - 1]] : [];
}

/** The content without quotes, and what of an expression or of SQL stands there. */
function insideScalar({ tree, kind }: SpecFile, path: Path, offset: number): Span[] {
  const scalar = tree.scalar(path);
  const node = tree.node(path);
  if (scalar === undefined || node?.kind !== 'scalar' || kind === undefined) return [];
  const at = (start: number, end: number): Span => [
    scalar.offsetOf(start),
    end > start ? scalar.offsetOf(end - 1) + 1 : scalar.offsetOf(end),
  ];
  const spans: Span[] = [...unquoted(tree.text, [node.start, node.end])];
  if (node.style === 'literal' || node.style === 'folded') spans.push(at(0, scalar.text.trimEnd().length));
  const isSql = schemaAt(kind, tree.value, path, stepSchemas)?.schema['x-sql'] !== undefined;
  if (isSql) spans.push(...sqlSpans(scalar.text).map(([start, end]) => at(start, end)));
  for (const segment of parseTemplate(scalar.text).segments) {
    if (segment.kind !== 'expression') continue;
    spans.push(at(segment.start, segment.end));
    if (segment.ast !== undefined) spans.push(...expressionSpans(segment.ast).map(([start, end]) => at(start, end)));
  }
  return spans.filter(([start, end]) => start <= offset && offset <= end).sort((a, b) => b[1] - b[0] - (a[1] - a[0]));
}

function expressionSpans(expression: Expression): Span[] {
  const own: Span = [expression.start, expression.end];
  switch (expression.kind) {
    case 'member':
      return [own, [expression.nameStart, expression.end], ...expressionSpans(expression.object)];
    case 'index':
      return [own, ...expressionSpans(expression.object), ...expressionSpans(expression.index)];
    case 'unary':
      return [own, ...expressionSpans(expression.operand)];
    case 'binary':
      return [own, ...expressionSpans(expression.left), ...expressionSpans(expression.right)];
    case 'call': {
      const first = expression.arguments[0];
      const last = expression.arguments.at(-1);
      const all: Span[] = first === undefined || last === undefined ? [] : [[first.start, last.end]];
      return [own, ...all, ...expression.arguments.flatMap(expressionSpans)];
    }
    default:
      return [own];
  }
}

/** Tokens, what stands in brackets, brackets with it, and with the function before them. */
function sqlSpans(sql: string): Span[] {
  const spans: Span[] = [];
  const open: { readonly start: number; readonly inner: number; readonly call: number }[] = [];
  let before: { readonly kind: string; readonly start: number } | undefined;
  for (const token of sqlTokens(sql)) {
    const { kind, start, end } = token;
    spans.push([start, end]);
    if (kind === 'open') open.push({ start, inner: end, call: before?.kind === 'function' ? before.start : start });
    const opened = kind === 'close' ? open.pop() : undefined;
    if (opened !== undefined) spans.push([opened.inner, start], [opened.start, end], [opened.call, end]);
    before = token;
  }
  return spans;
}

function word(text: string, offset: number): Span {
  const before = /[\p{L}\p{N}_]*$/u.exec(text.slice(Math.max(0, offset - 200), offset))![0];
  const after = /^[\p{L}\p{N}_]*/u.exec(text.slice(offset, offset + 200))![0];
  return [offset - before.length, offset + after.length];
}
