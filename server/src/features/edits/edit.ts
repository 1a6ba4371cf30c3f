import type { TextEdit } from 'vscode-languageserver';
import type { LineIndex } from '../../../../engine/src/language/lineIndex.ts';

/** Text that takes the place of a stretch of a file; offsets in UTF-16 code units, `end` exclusive. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Edits in the order of the text. */
export function toTextEdits(edits: readonly Edit[], lines: LineIndex): TextEdit[] {
  return [...edits]
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .map(({ start, end, text }) => ({ range: lines.range(start, end), newText: text }));
}

export function applyEdits(text: string, edits: readonly Edit[]): string {
  let out = '';
  let at = 0;
  for (const { start, end, text: put } of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    out += text.slice(at, start) + put;
    at = end;
  }
  return out + text.slice(at);
}

/** Whether two of the edits touch the same text, or insert at the same place. */
export function overlap(edits: readonly Edit[]): boolean {
  const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  return sorted.some((edit, index) => {
    const before = sorted[index - 1];
    return before !== undefined && (edit.start < before.end || edit.start === before.start);
  });
}
