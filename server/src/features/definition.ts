import type { LocationLink } from 'vscode-languageserver';
import type { Range } from '../../../engine/src/language/problem.ts';
import { occurrencesAt } from '../../../engine/src/project/symbols/occurrences.ts';
import type { Spot } from './spot.ts';
import { definitionsOf } from './symbols/definitions.ts';
import { filePathAt } from './symbols/filePaths.ts';

/**
 * Where what stands here is declared: names in YAML, SQL and expressions, the anchor of an alias of YAML, and the file that a path names.
 * At a declaration it is itself.
 */
export function definition(spot: Spot): LocationLink[] {
  const anchor = anchorOf(spot);
  if (anchor !== undefined) return [anchor];
  const symbols = symbolLinks(spot);
  return symbols.length > 0 ? symbols : fileLinks(spot);
}

function symbolLinks({ snapshot, file, offset }: Spot): LocationLink[] {
  const links = occurrencesAt(snapshot.project, file, offset).flatMap(({ symbol, range }) =>
    definitionsOf(snapshot.project, symbol).map((found): LocationLink => {
      const { path, part } = found.occurrence.place;
      const { tree } = found.file;
      return {
        originSelectionRange: range,
        targetUri: snapshot.uri(found.file.path),
        targetRange: around(tree.range(path, part === 'key' ? 'item' : 'value'), found.occurrence.range),
        targetSelectionRange: found.occurrence.range,
      };
    }),
  );
  return [
    ...new Map(links.map((link) => [JSON.stringify([link.targetUri, link.targetSelectionRange]), link])).values(),
  ];
}

/** LSP asks that the selection lies inside; an alias of YAML has its text elsewhere. */
function around(outer: Range, inner: Range): Range {
  const starts = outer.start.line < inner.start.line || isSame(outer.start, inner.start);
  const ends =
    outer.end.line > inner.end.line ||
    (outer.end.line === inner.end.line && outer.end.character >= inner.end.character);
  return starts && ends ? outer : inner;
}

function isSame(a: Range['start'], b: Range['start']): boolean {
  return a.line === b.line && a.character <= b.character;
}

function anchorOf({ snapshot, file, offset }: Spot): LocationLink | undefined {
  const { tree } = file;
  const node = tree.node(tree.pathAt(offset).path);
  if (node?.kind !== 'alias' || node.target === undefined || offset < node.start || offset > node.end) return undefined;
  const target = tree.lines.range(node.target.start, node.target.end);
  return {
    originSelectionRange: tree.lines.range(node.start, node.end),
    targetUri: snapshot.uri(file.path),
    targetRange: target,
    targetSelectionRange: { start: target.start, end: target.start },
  };
}

function fileLinks(spot: Spot): LocationLink[] {
  const { snapshot, file, offset } = spot;
  const { path, part } = file.tree.pathAt(offset);
  const scalar = part === 'value' ? file.tree.scalar(path) : undefined;
  const place = file.places.find(
    (each) => each.path.length === path.length && each.path.every((piece, i) => piece === path[i]),
  );
  if (scalar === undefined || place === undefined) return [];
  const found = filePathAt(spot, place, scalar, indexOf(scalar, offset));
  if (found === undefined) return [];
  const start = { line: 0, character: 0 };
  return [
    {
      originSelectionRange: scalar.range(found.start, found.end),
      targetUri: snapshot.uri(found.file),
      targetRange: { start, end: start },
      targetSelectionRange: { start, end: start },
    },
  ];
}

/** The index in the text of a scalar that stands at an offset of the file. */
function indexOf(scalar: { readonly text: string; offsetOf(index: number): number }, offset: number): number {
  let [low, high] = [0, scalar.text.length];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (scalar.offsetOf(middle) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
