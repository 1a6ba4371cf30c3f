import type { Hover } from 'vscode-languageserver';
import { comparePositions, type Range } from '../../../engine/src/language/problem.ts';
import type { Path } from '../../../engine/src/language/tree.ts';
import { occurrenceAt } from '../../../engine/src/project/symbols/occurrences.ts';
import { expressionDocsAt } from './hover/expressionDocs.ts';
import { referenceDocs } from './hover/modelDocs.ts';
import { monitorDocsAt } from './hover/monitorDocs.ts';
import type { Part } from './hover/part.ts';
import { placeDocsAt } from './hover/placeDocs.ts';
import { ruleDocsAt } from './hover/ruleDocs.ts';
import { symbolDocs } from './hover/symbolDocs.ts';
import type { Spot } from './spot.ts';

/**
 * What is known about the place at the cursor: documentation, names, values, data. What data and runs tell is waited for a moment only;
 * it is there the next time.
 */
export async function hover(spot: Spot, signal: AbortSignal): Promise<Hover | null> {
  const { file } = spot;
  if (file.kind === undefined) return null;
  const rule = ruleDocsAt(spot);
  if (rule !== undefined) return shown(spot, [rule]);
  const at = file.tree.pathAt(spot.offset);
  if (at.part === 'inside' || isInComment(spot)) return null;
  const [expression, symbol, place, monitor] = await Promise.all([
    at.part === 'value' ? expressionDocsAt(spot, at.path, signal) : undefined,
    symbolDocsAt(spot, signal),
    placeDocsAt(spot, at, signal),
    monitorDocsAt(spot, at.path, signal),
  ]);
  const said = [expression, symbol, monitor, place.call, place.value].filter((part) => part !== undefined);
  const tellsKey = place.key !== undefined && (said.length === 0 || (at.part === 'key' && symbol === undefined));
  return shown(spot, tellsKey ? [place.key!, ...said] : said);
}

async function symbolDocsAt(spot: Spot, signal: AbortSignal): Promise<Part | undefined> {
  const { snapshot, file, offset } = spot;
  const occurrence = occurrenceAt(snapshot.project, file, offset);
  if (occurrence === undefined) return undefined;
  const { form, symbol, range, place } = occurrence;
  if (form === 'model-reference') return referenceDocsAt(spot, place.path);
  const text = await symbolDocs(spot, occurrence, signal);
  if (text === undefined) return undefined;
  return symbol.kind === 'metric' ? { text, range, page: 'docs/reference/metrics.md' } : { text, range };
}

/** A reference to a model is told as a whole, wherever in it the cursor stands. */
function referenceDocsAt({ snapshot, file: { tree } }: Spot, path: Path): Part | undefined {
  const text = referenceDocs(snapshot, tree.scalar(path)?.text ?? '');
  return text === undefined ? undefined : { text, range: tree.range(path) };
}

/** Parts below each other; the hover speaks of the smallest range among theirs. */
function shown({ snapshot }: Spot, parts: readonly Part[]): Hover | null {
  const [first] = parts;
  if (first === undefined) return null;
  const pages = parts.flatMap(({ page }) => (page === undefined ? [] : [snapshot.docs?.(page)]));
  const links = pages.filter((address) => address !== undefined).map((address) => `[Reference](<${address}>)`);
  const text = [parts.map((part) => part.text).join('\n\n---\n\n'), ...links].join('\n\n');
  const range = parts.map((part) => part.range).reduce((a, b) => (isInside(b, a) ? b : a));
  return { contents: { kind: 'markdown', value: text }, range };
}

function isInside(inner: Range, outer: Range): boolean {
  return comparePositions(inner.start, outer.start) >= 0 && comparePositions(inner.end, outer.end) <= 0;
}

/** Whether a comment stands there: its `#` before the cursor, and nothing but the comment behind. */
function isInComment({ file: { tree }, offset }: Spot): boolean {
  const { line, character } = tree.lines.position(offset);
  const comment = tree.comments.find((one) => one.line === line);
  if (comment === undefined) return false;
  const text = tree.lines.line(line);
  const start = text.lastIndexOf('#', Math.max(0, text.trimEnd().length - comment.text.trimEnd().length - 1));
  return start !== -1 && character > start;
}
