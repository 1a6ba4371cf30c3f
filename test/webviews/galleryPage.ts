import { binaryPage } from '../kit/webviews/samplePages.ts';

const LINES = Array.from({ length: 10_000 }, (_, i) => ({
  step: 'train',
  stream: i % 50 === 7 ? ('stderr' as const) : ('stdout' as const),
  text: `round ${i}  valid ${(0.42 + 1 / (i + 3)).toFixed(4)}`,
}));

/** The gallery of shared parts, with a run and a log of 10,000 lines. */
export const GALLERY = {
  page: 'gallery',
  subject: { root: 'file:///p', run: 'a' },
  answers: {
    runPage: binaryPage,
    log: ({ from, lines }: { readonly from: number; readonly lines: number }) => {
      const first = from < 0 ? Math.max(0, LINES.length + from) : from;
      return { total: LINES.length, from: first, lines: LINES.slice(first, first + lines) };
    },
  },
} as const;
