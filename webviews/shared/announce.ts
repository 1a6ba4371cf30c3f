import { type ReadonlySignal, signal } from '@preact/signals';

const text = signal('');

/** What a screen reader is to say now. */
export const announced: ReadonlySignal<string> = text;

/** Has a screen reader say a sentence, once it has ended what it says. */
export function announce(sentence: string): void {
  text.value = sentence;
}
