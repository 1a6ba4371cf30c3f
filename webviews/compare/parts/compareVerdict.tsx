import { useMemo } from 'preact/hooks';
import { Link } from '../../shared/components/button.tsx';
import { Verdict } from '../../shared/components/page.tsx';
import { compareVerdict } from '../model/verdict.ts';
import type { Comparison } from '../openComparison.ts';
import { setFilter } from './setFilter.ts';

/** What is so, in one line, and why. */
export function CompareVerdict({ comparison }: { readonly comparison: Comparison }) {
  const { state, production } = comparison;
  const table = state.table.value;
  const { taken } = state.lines.value;
  const { filter } = state.view.value;
  const [baseline, made] = [state.baseline.value, production.value];
  const verdict = useMemo(
    () => (table === undefined ? undefined : compareVerdict({ table, taken, filter, baseline, production: made })),
    [table, taken, filter, baseline, made],
  );
  if (verdict === undefined) return <Verdict title="Compare runs" />;
  const { tone, title, lines, isFiltered } = verdict;
  return (
    <Verdict kind={tone === 'good' ? 'good' : 'none'} title={title}>
      {lines.join(' ')} {isFiltered && <Link onClick={() => void setFilter(state, '')}>Clear filter</Link>}
    </Verdict>
  );
}
