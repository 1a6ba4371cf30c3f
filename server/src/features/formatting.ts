import type { FormattingOptions, Range, TextEdit } from 'vscode-languageserver';
import { toTextEdits } from './edits/edit.ts';
import { formatLines } from './formatting/formatLines.ts';
import type { Lines } from './formatting/lines.ts';
import { newLine } from './formatting/newLine.ts';
import type { Document, Spot } from './spot.ts';

/** Edits that put a file into shape; comments, quoting and blank lines stay. None where the YAML is broken or has a key twice. */
export function format({ file }: Document, options: FormattingOptions, range?: Range): TextEdit[] {
  const { tree } = file;
  if (tree.problems.length > 0 || file.kind === undefined) return [];
  const lines: Lines | undefined = range && { first: range.start.line, last: lastLine(range) };
  return toTextEdits(formatLines(tree, unitOf(options), lines), tree.lines);
}

/** Edits after a line break was typed. */
export function formatOnType({ file, offset }: Spot, options: FormattingOptions): TextEdit[] {
  return file.kind === undefined ? [] : toTextEdits(newLine(file.tree, offset, unitOf(options)), file.tree.lines);
}

function lastLine({ start, end }: Range): number {
  return end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
}

/** Blanks of one level. */
function unitOf({ tabSize }: FormattingOptions): number {
  return Math.max(1, Math.min(8, Math.trunc(tabSize) || 2));
}
