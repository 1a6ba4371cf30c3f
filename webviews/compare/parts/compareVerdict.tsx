import { useEffect, useMemo } from 'preact/hooks';
import { Link } from '../../shared/components/button.tsx';
import { Verdict } from '../../shared/components/page.tsx';
import { useChannel } from '../../shared/hooks.ts';
import { compareVerdict } from '../model/verdict.ts';
import type { Comparison } from '../openComparison.ts';
import { pairedIn, pairedRunsOf, pairKey } from '../pairedRuns.ts';
import { setFilter } from './setFilter.ts';

/** Milliseconds for which the best run stays the best before it is measured on the baseline's rows. */
const SETTLED = 1500;

/** What is so, in one line, and why. */
export function CompareVerdict({ comparison }: { readonly comparison: Comparison }) {
  const { state, production } = comparison;
  const table = state.table.value;
  const { taken } = state.lines.value;
  const { filter } = state.view.value;
  const [baseline, made] = [state.baseline.value, production.value];
  const paired = pairedRunsOf(useChannel());
  const known = paired.known.value;
  const verdict = useMemo(() => {
    if (table === undefined) return undefined;
    const pairedWith = (run: string, metric: string) =>
      baseline === null ? undefined : pairedIn(known, { run, baseline }, metric);
    return compareVerdict({ table, taken, filter, baseline, production: made, pairedWith });
  }, [table, taken, filter, baseline, made, known]);
  const pair = verdict?.pair;
  const key = pair && pairKey(pair);
  // Whoever looks for a moment, or sorts and filters on, waits for no bootstrap.
  useEffect(() => {
    if (pair === undefined) return undefined;
    let release: (() => void) | undefined;
    const waiting = setTimeout(() => {
      release = paired.want([pair]);
    }, SETTLED);
    return () => {
      clearTimeout(waiting);
      release?.();
    };
  }, [paired, key]);
  if (verdict === undefined) return <Verdict title="Compare runs" />;
  const { tone, title, lines, isFiltered } = verdict;
  return (
    <Verdict kind={tone === 'good' ? 'good' : 'none'} title={title}>
      {lines.join(' ')} {isFiltered && <Link onClick={() => void setFilter(state, '')}>Clear filter</Link>}
    </Verdict>
  );
}
