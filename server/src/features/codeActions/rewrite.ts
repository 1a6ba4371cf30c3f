import { stepSchemas } from '../../../../engine/src/catalog/catalog.ts';
import { isInFlow } from '../../../../engine/src/language/edits/places.ts';
import { isPlain, yamlText } from '../../../../engine/src/language/edits/scalarText.ts';
import { nodeAt, type Path } from '../../../../engine/src/language/node.ts';
import { schemaAt } from '../../../../engine/src/language/schemas.ts';
import { identifier } from '../../../../engine/src/ports/sqlText.ts';
import type { SpecFile } from '../../../../engine/src/project/specFile.ts';
import { isBareSqlName } from '../../../../engine/src/project/symbols/sqlWords.ts';
import type { Edit } from '../edits/edit.ts';

/**
 * Writes a name in place of a stretch of a file: a key, a whole scalar, or a part of one. It is quoted as YAML and, inside
 * SQL, as SQL need it; quotes that were there stay.
 */
export function rewrite(file: SpecFile, start: number, end: number, name: string): Edit[] {
  const { tree } = file;
  const { path, part } = tree.pathAt(start);
  const quote = quoteAt(tree.text, start);
  if (part === 'key') return [{ start, end, text: yamlText(name, { flow: isInFlow(tree, path), quote }) }];
  const node = nodeAt(tree.root, path);
  if (node?.kind !== 'scalar') return [];
  if (start <= node.start && end >= node.end)
    return [{ start, end, text: yamlText(name, { flow: isInFlow(tree, path), quote }) }];
  return inside(file, path, { start, end, text: isSqlAt(file, path, start) ? sqlName(name) : name });
}

/** Puts text into a scalar, escaped as its quotes ask for. */
export function inside({ tree }: Pick<SpecFile, 'tree'>, path: Path, { start, end, text }: Edit): Edit[] {
  const node = nodeAt(tree.root, path);
  if (node?.kind !== 'scalar') return [];
  if (node.style === 'single') return [{ start, end, text: text.replaceAll("'", "''") }];
  if (node.style === 'double') return [{ start, end, text: JSON.stringify(text).slice(1, -1) }];
  if (node.style !== 'plain') return [{ start, end, text }];
  const raw = tree.text.slice(node.start, start) + text + tree.text.slice(end, node.end);
  const flow = isInFlow(tree, path);
  if (raw.includes('\n') || isPlain(raw, flow)) return [{ start, end, text }];
  return [{ start: node.start, end: node.end, text: yamlText(raw, { flow, quote: "'" }) }];
}

function quoteAt(text: string, offset: number): '"' | "'" | undefined {
  const char = text[offset];
  return char === '"' || char === "'" ? char : undefined;
}

/** Whether SQL stands there, outside of an expression. */
function isSqlAt({ tree, kind }: SpecFile, path: Path, offset: number): boolean {
  if (kind === undefined || schemaAt(kind, tree.value, path, stepSchemas)?.schema['x-sql'] === undefined) return false;
  const before = tree.text.slice(nodeAt(tree.root, path)?.start ?? offset, offset);
  return before.lastIndexOf('${{') <= before.lastIndexOf('}}');
}

/** A name as SQL reads it as one. */
export function sqlName(name: string): string {
  return isBareSqlName(name) ? name : identifier(name);
}
