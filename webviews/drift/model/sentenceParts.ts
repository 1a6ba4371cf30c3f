import { onScreen } from '../../../engine/src/language/screenFigures.ts';

/** A piece of a sentence; what is bold is a name or a figure. */
export type SentencePart = string | { readonly bold: string };

export interface MarkOptions {
  readonly names: readonly string[];
  readonly figures: boolean;
}

const QUOTED = /`([^`]+)`/;
const FIGURE = /(?<=^|\s)[−-]?\d[\d,]*(?:\.\d+)?%?(?=[\s,.;:]|$)/;
/** A pattern of more names takes longer than it helps. */
const MOST_NAMES = 200;

/** What stands between backticks, and names and figures that are to stand out, apart from the words around them. */
export function sentenceParts(text: string, { names, figures }: MarkOptions): readonly SentencePart[] {
  const sources = [QUOTED.source, ...namesSource(names), ...(figures ? [FIGURE.source] : [])];
  const parts: SentencePart[] = [];
  let from = 0;
  for (const { 0: found, 1: quoted, index } of text.matchAll(new RegExp(sources.join('|'), 'gu'))) {
    if (index > from) parts.push(onScreen(text.slice(from, index)));
    parts.push({ bold: quoted ?? (figures ? onScreen(found) : found) });
    from = index + found.length;
  }
  return from < text.length ? [...parts, onScreen(text.slice(from))] : parts;
}

/** For labels and titles, which are text alone. */
export function plainSentence(text: string): string {
  return sentenceParts(text, { names: [], figures: false })
    .map((part) => (typeof part === 'string' ? part : part.bold))
    .join('');
}

function namesSource(names: readonly string[]): readonly string[] {
  const known = names.filter((name) => name.length > 1).sort((a, b) => b.length - a.length);
  if (known.length === 0) return [];
  const escaped = known.slice(0, MOST_NAMES).map((name) => name.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
  return [`(?<![\\p{L}\\p{N}_])(?:${escaped.join('|')})(?![\\p{L}\\p{N}_])`];
}
