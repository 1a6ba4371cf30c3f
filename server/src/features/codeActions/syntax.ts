import type { Edit } from '../edits/edit.ts';
import { type Fix, type Fixing, inFile } from './fix.ts';
import { asGiven } from './names.ts';

/** What can be mended while the YAML cannot be read. */
export function syntax(fixing: Fixing): readonly Fix[] {
  if (fixing.problem.data?.replacement !== undefined) return asGiven(fixing);
  const { tree, start } = fixing;
  if (tree.text.startsWith('<<<<<<<', start)) return conflict(fixing);
  return [...tabs(fixing), ...openQuote(fixing)];
}

/** Tabs that indent lines become blanks, in the whole file: where one stands, others do. */
function tabs(fixing: Fixing): readonly Fix[] {
  const { tree, problem } = fixing;
  const edits: Edit[] = [];
  const { line: first, character } = problem.range.start;
  const before = indentOf(tree.lines.line(first));
  if (!before.includes('\t') || character >= before.length) return [];
  for (let line = 0; line < tree.lines.lineCount; line++) {
    const indent = indentOf(tree.lines.line(line));
    if (!indent.includes('\t')) continue;
    const start = tree.lines.offset({ line, character: 0 });
    edits.push({ start, end: start + indent.length, text: indent.replaceAll('\t', '  ') });
  }
  return inFile(fixing, 'Indent with blanks instead of tabs', edits, { preferred: true, safe: true });
}

function indentOf(line: string): string {
  return /^[ \t]*/.exec(line)![0];
}

/** A quote that is opened on this line and never closed there: it ends where the line does. */
function openQuote(fixing: Fixing): readonly Fix[] {
  const { tree, problem, start } = fixing;
  const quote = tree.text.charAt(start);
  if (quote !== '"' && quote !== "'") return [];
  const line = tree.lines.line(problem.range.start.line);
  const rest = line.slice(problem.range.start.character + 1);
  if (rest.trim() === '' || rest.includes(quote) || /\s#|[{}[\],]\s*$|\\$/.test(rest)) return [];
  const at = start + 1 + rest.trimEnd().length;
  return inFile(fixing, `Close the quote ${quote}`, [{ start: at, end: at, text: quote }], { preferred: true });
}

interface Conflict {
  readonly start: number;
  readonly end: number;
  readonly ours: string;
  readonly theirs: string;
}

function conflict(fixing: Fixing): readonly Fix[] {
  const found = conflictAt(fixing.tree.text, fixing.start);
  if (found === undefined) return [];
  const { start, end, ours, theirs } = found;
  const take = (title: string, text: string) => inFile(fixing, title, [{ start, end, text }]);
  return [
    ...take('Take our side of the conflict', ours),
    ...take('Take their side of the conflict', theirs),
    ...take('Take both sides of the conflict', ours + theirs),
  ];
}

/** The conflict whose first marker stands at `start`: `<<<<<<<`, `|||||||` where git shows the base, `=======`, `>>>>>>>`. */
export function conflictAt(text: string, start: number): Conflict | undefined {
  let side: 'ours' | 'base' | 'theirs' = 'ours';
  const kept = { ours: '', base: '', theirs: '' };
  const line = /[^\n]*(?:\n|$)/y;
  line.lastIndex = start;
  line.exec(text);
  while (line.lastIndex < text.length) {
    const [content] = line.exec(text)!;
    const marker = /^(\|{7}|={7}|>{7})(?: |\r?\n|$)/.exec(content)?.[1]?.[0];
    if (marker === '>') return { start, end: line.lastIndex, ours: kept.ours, theirs: kept.theirs };
    if (marker === '|') side = 'base';
    else if (marker === '=') side = 'theirs';
    else kept[side] += content;
  }
  return undefined;
}
