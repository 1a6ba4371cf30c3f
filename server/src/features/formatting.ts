import type { FormattingOptions, Range, TextEdit } from 'vscode-languageserver';
import type { Document, Spot } from './spot.ts';

/** Edits that put a file into shape; comments, quoting and blank lines stay. None where the YAML is broken. */
export function format(_document: Document, _options: FormattingOptions, _range?: Range): TextEdit[] {
  return [];
}

/** Edits after a line break was typed. */
export function formatOnType(_spot: Spot, _options: FormattingOptions): TextEdit[] {
  return [];
}
