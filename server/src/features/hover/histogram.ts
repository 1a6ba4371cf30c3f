const BARS = ['▁', '▂', '▃', '▅', '▇'] as const;
const NOTHING = '·';

/** Counts as a row of bars, the highest for the greatest; where there is nothing, a dot. */
export function histogram(counts: readonly number[]): string {
  const greatest = Math.max(0, ...counts);
  return counts
    .map((count) => {
      if (!(count > 0)) return NOTHING;
      return BARS[Math.min(BARS.length - 1, Math.ceil((count / greatest) * BARS.length) - 1)]!;
    })
    .join('');
}
