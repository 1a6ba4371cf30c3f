import type { RunPage } from '../../server/src/views.ts';
import { roundsOf } from '../kit/webviews/runStates.ts';
import { binaryPage, RUN } from '../kit/webviews/samplePages.ts';

const LINES = Array.from({ length: 412 }, (_, i) => ({
  step: i < 20 ? 'examples' : 'train',
  stream: i % 50 === 7 ? ('stderr' as const) : ('stdout' as const),
  text: `round ${i}  valid ${(0.42 + 1 / (i + 3)).toFixed(4)}`,
}));

/** What the page of a run is told. */
export function runAnswers(page: () => RunPage = binaryPage) {
  return {
    runPage: page,
    series: ({ names }: { readonly names: readonly string[] }) => roundsOf(names),
    log: ({ from, lines }: { readonly from: number; readonly lines: number }) => {
      const first = from < 0 ? Math.max(0, LINES.length + from) : from;
      return { total: LINES.length, from: first, lines: LINES.slice(first, first + lines) };
    },
  };
}

export const RUN_OPTIONS = { page: 'run', subject: { root: 'file:///work/flights', run: RUN } } as const;
