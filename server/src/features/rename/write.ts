import { contentEnd, isInFlow } from '../../../../engine/src/language/edits/places.ts';
import { isPlain, yamlText } from '../../../../engine/src/language/edits/scalarText.ts';
import type { SpecFile } from '../../../../engine/src/project/specFile.ts';
import { isBareSqlName } from '../../../../engine/src/project/symbols/sqlWords.ts';
import type { Occurrence } from '../../../../engine/src/project/symbols/symbol.ts';
import type { Edit } from '../edits/edit.ts';

/** Edits that write a new name in every one of these places of a file, each as it must be written there. */
export function writeName(file: SpecFile, occurrences: readonly Occurrence[], newName: string): readonly Edit[] {
  const scalars = Map.groupBy(occurrences, ({ place: { path, part } }) => JSON.stringify([part, ...path]));
  return [...scalars.values()].flatMap((group) =>
    group[0]!.place.part === 'key' ? [keyEdit(file, group[0]!, newName)] : scalarEdits(file, group, newName),
  );
}

function keyEdit({ tree }: SpecFile, { place }: Occurrence, newName: string): Edit {
  const key = String(place.path.at(-1));
  const range = tree.range(place.path, 'key');
  const start = tree.lines.offset(range.start);
  const written = key.slice(0, place.start) + newName + key.slice(place.end);
  const text = yamlText(written, { flow: isInFlow(tree, place.path), quote: quoteAt(tree.text, start) });
  return { start, end: tree.lines.offset(range.end), text };
}

function scalarEdits({ tree }: SpecFile, group: readonly Occurrence[], newName: string): readonly Edit[] {
  const { path } = group[0]!.place;
  const scalar = tree.scalar(path);
  const node = tree.node(path);
  if (scalar === undefined || node === undefined) return [];
  const pieces = group
    .map((occurrence) => ({ ...occurrence, written: nameIn(scalar.text, occurrence, newName) }))
    .sort((a, b) => a.place.start - b.place.start);
  const flow = isInFlow(tree, path);
  if (scalar.style === 'plain') {
    const text = replaced(scalar.text, pieces);
    if (!isPlain(text, flow) && isPlain(scalar.text, flow))
      return [{ start: scalar.offsetOf(0), end: contentEnd(tree, target(node)), text: yamlText(text, { flow }) }];
  }
  return pieces.map(({ range, written }) => ({
    start: tree.lines.offset(range.start),
    end: tree.lines.offset(range.end),
    text: escaped(written, scalar.style),
  }));
}

type Node = Parameters<typeof contentEnd>[1];

function target(node: Node): Node {
  return node.kind === 'alias' && node.target !== undefined ? target(node.target) : node;
}

function replaced(
  text: string,
  pieces: readonly { readonly place: Occurrence['place']; readonly written: string }[],
): string {
  let out = '';
  let at = 0;
  for (const { place, written } of pieces) {
    out += text.slice(at, place.start) + written;
    at = place.end;
  }
  return out + text.slice(at);
}

/** A name in the language of its place; inside of quotes that stand there already, their character is written twice. Behind a prefix it is no name of its own. */
function nameIn(text: string, { form, quoted, place }: Occurrence, newName: string): string {
  const before = text[place.start - 1] ?? '';
  if (quoted) return newName.replaceAll(before, before + before);
  const isWhole = !/\w/.test(before);
  return form === 'sql' && isWhole && !isBareSqlName(newName) ? `"${newName.replaceAll('"', '""')}"` : newName;
}

function escaped(text: string, style: string): string {
  if (style === 'single') return text.replaceAll("'", "''");
  return style === 'double' ? JSON.stringify(text).slice(1, -1) : text;
}

function quoteAt(text: string, offset: number): '"' | "'" | undefined {
  const char = text[offset];
  return char === '"' || char === "'" ? char : undefined;
}
