/** Where an arrow key, Home or End leads among parts of which one has the focus; undefined where it leads nowhere. */
export function nextIndex(key: string, at: number, length: number, direction: 'across' | 'down'): number | undefined {
  if (length === 0) return undefined;
  const [back, forth] = direction === 'across' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
  if (key === back) return (at - 1 + length) % length;
  if (key === forth) return (at + 1) % length;
  if (key === 'Home') return 0;
  if (key === 'End') return length - 1;
  return undefined;
}
