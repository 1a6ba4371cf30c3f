import type { SpecPlace } from '../../../engine/src/operations/runs/page/runPage.ts';

/** Part of a sentence. */
export type Piece =
  | string
  | { readonly kind: 'strong'; readonly text: string }
  | { readonly kind: 'place'; readonly text: string; readonly place: SpecPlace }
  | { readonly kind: 'run'; readonly text: string; readonly run: string };

export type Sentence = readonly Piece[];

/** As a reader hears it. */
export function plainText(sentence: Sentence): string {
  return sentence.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join('');
}

export function strong(text: string): Piece {
  return { kind: 'strong', text };
}

/** A link where the place is known. */
export function placed(text: string, place: SpecPlace | null): Piece {
  return place === null ? text : { kind: 'place', text, place };
}

/** Up to ten in words. */
export function counted(count: number): string {
  return WORDS[count] ?? count.toLocaleString('en-US');
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `a`, `a and b`, `a, b and c`, `a, b and 7 others`. */
export function listed(names: readonly string[], most = 3): string {
  if (names.length <= 1) return names.join('');
  const others = names.length - most;
  const shown = others > 0 ? names.slice(0, most - 1) : names.slice(0, -1);
  return `${shown.join(', ')} and ${others > 0 ? `${others + 1} others` : names.at(-1)}`;
}

const WORDS = ['none', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
