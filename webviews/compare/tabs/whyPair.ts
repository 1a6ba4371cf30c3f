import type { RunPair } from '../../shared/protocol.ts';
import type { CompareState } from '../compareState.ts';

/** The two runs that a change is explained between, the earlier one first: those that are selected, or the baseline and the one. */
export function whyPair({
  table,
  selected,
  baseline,
}: Pick<CompareState, 'table' | 'selected' | 'baseline'>): RunPair | undefined {
  const rows = table.value?.rows;
  const runs = [...selected.value].filter((run) => rows?.has(run));
  if (runs.length === 2) {
    // The table has the newest first.
    const [b, a] = runs.toSorted((one, other) => (rows?.get(one) ?? 0) - (rows?.get(other) ?? 0));
    return a === undefined || b === undefined ? undefined : { a, b };
  }
  const [first, second] = runs.filter((run) => run !== baseline.value);
  return baseline.value === null || first === undefined || second !== undefined
    ? undefined
    : { a: baseline.value, b: first };
}
