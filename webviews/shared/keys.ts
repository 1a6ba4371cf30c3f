import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** A key and what it does. */
export interface KeyHint {
  readonly keys: string;
  readonly does: string;
}

const EVERYWHERE: readonly KeyHint[] = [
  { keys: 'F6', does: 'Next region' },
  { keys: 'F2', does: 'Explain a figure' },
  { keys: 'Ctrl+C', does: 'Copy a figure with all its digits' },
  { keys: 'Shift+F10', does: 'Menu of what has the focus' },
  { keys: '?', does: 'These keys' },
  { keys: 'Esc', does: 'One level up' },
];

const shown = signal<readonly KeyHint[]>(EVERYWHERE);

/** The keys that the sheet lists now. */
export function keyHints(): readonly KeyHint[] {
  return shown.value;
}

/** Lists keys of a page before those of all pages. */
export function useKeyHints(hints: readonly KeyHint[]): void {
  const text = JSON.stringify(hints);
  useEffect(() => {
    shown.value = [...(JSON.parse(text) as readonly KeyHint[]), ...EVERYWHERE];
  }, [text]);
}
