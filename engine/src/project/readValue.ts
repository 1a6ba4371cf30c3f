import { stepSchemas } from '../catalog/catalog.ts';
import { hasExpression, parseTemplate, type Template } from '../language/expressions/template.ts';
import { isRecord } from '../language/isRecord.ts';
import type { Kind } from '../language/kinds.ts';
import { entryOf, type Node, resolved } from '../language/node.ts';
import type { Range } from '../language/problem.ts';
import { schemaAt } from '../language/schemas.ts';
import type { Json, Path, Tree } from '../language/tree.ts';
import { isList, valueAt } from './read.ts';
import type { SpecValue, SqlBinding, SqlText } from './specValue.ts';

/** The value at `path` with its expressions parsed; the schema says where SQL stands. `invalid` where nothing is. */
export function readValue(tree: Tree, path: Path): SpecValue {
  const value = valueAt(tree, path);
  const node = tree.node(path);
  if (value === undefined || node === undefined) return { kind: 'invalid', range: tree.range(path) };
  return read({ tree, path, value, node, range: tree.range(path) });
}

interface Here {
  readonly tree: Tree;
  readonly path: Path;
  readonly value: Json;
  readonly node: Node;
  readonly range: Range;
}

/** Walks nodes and values together: asking the tree for each path from its top would take most of the time here. */
function read({ tree, path, value, node, range }: Here): SpecValue {
  const holder = resolved(node);
  const inner = (part: string | number, value: Json): SpecValue => {
    const entry = holder?.kind === 'map' ? entryOf(holder, String(part)) : undefined;
    const child = entry?.value ?? (holder?.kind === 'list' ? holder.items[Number(part)] : undefined);
    const at = [...path, part];
    if (child === undefined) return { kind: 'invalid', range: tree.range(at) };
    return read({ tree, path: at, value, node: child, range: tree.rangeOf(child, entry) });
  };
  if (isList(value)) return { kind: 'list', items: value.map((item, index) => inner(index, item)), range };
  if (isRecord(value)) {
    const entries = Object.entries(value).map(([key, one]) => [key, inner(key, one)] as const);
    return { kind: 'map', entries: new Map(entries), range };
  }
  if (typeof value !== 'string' || !hasExpression(value)) return { kind: 'constant', value, range };
  const template = parseTemplate(value);
  if (template.problems.length > 0) return { kind: 'invalid', range };
  if (isSql(tree, path)) return { kind: 'sql', sql: sqlText(template), range };
  return { kind: 'template', template, range };
}

function isSql(tree: Tree, path: Path): boolean {
  const place = schemaAt(tree.firstKey as Kind, tree.value, path, stepSchemas);
  return place?.schema['x-sql'] !== undefined;
}

/** A scalar of SQL without and with expressions. A template with problems gives undefined. */
export function readSqlText(text: string): SqlText | undefined {
  const template = parseTemplate(text);
  return template.problems.length > 0 ? undefined : sqlText(template);
}

function sqlText(template: Template): SqlText {
  let text = '';
  const bindings: SqlBinding[] = [];
  const pieces: { readonly from: number; readonly to: number; readonly start: number; readonly end: number }[] = [];
  for (const segment of template.segments) {
    const from = text.length;
    if (segment.kind === 'text') text += segment.text;
    else if (segment.ast !== undefined) {
      const name = `expression_${bindings.length + 1}`;
      bindings.push({ name, expression: segment.ast });
      text += `$${name}`;
    }
    pieces.push({ from, to: text.length, start: segment.start, end: segment.end });
  }
  return {
    text,
    bindings,
    offsetInScalar(offset) {
      const piece = pieces.find(({ to }) => offset < to) ?? pieces.at(-1);
      if (piece === undefined) return 0;
      return Math.min(piece.start + Math.max(0, offset - piece.from), piece.end);
    },
  };
}
