import './pairing.css';
import { useEffect } from 'preact/hooks';
import { percent } from '../../../engine/src/language/screenFigures.ts';
import { useChannel } from '../../shared/hooks.ts';
import type { CompareState } from '../compareState.ts';
import { pairNotes } from '../model/pairWords.ts';
import { shortRun } from '../model/runLooks.ts';
import { type PairKnown, pairedRunsOf, pairKey } from '../pairedRuns.ts';

/** Runs held against another one on the same rows. */
export interface Paired {
  readonly state: CompareState;
  readonly runs: readonly string[];
  readonly baseline: string;
  /** A column of whose slices it is told too. */
  readonly slices?: string | undefined;
}

/** What is known of runs on the same rows, which is measured while the part is there; in the order of the runs. */
export function usePaired({ runs, baseline, slices }: Omit<Paired, 'state'>): readonly (PairKnown | undefined)[] {
  const paired = pairedRunsOf(useChannel());
  const pairs = runs.map((run) => ({ run, baseline, slices }));
  const keys = pairs.map(pairKey);
  // The keys stand for the pairs.
  useEffect(() => paired.want(pairs), [paired, keys.join()]);
  return keys.map((key) => paired.known.value.get(key));
}

/** By which rows runs are held against another, and how far the measuring of them is. */
export function PairNotes({
  state,
  runs,
  baseline,
  slices,
  known,
}: Paired & { known: readonly (PairKnown | undefined)[] }) {
  const atWork = pairedRunsOf(useChannel()).atWork.value;
  const table = state.table.value;
  const pairs = runs.flatMap((run, at) => (run === baseline ? [] : [{ run: shortRun(table, run), known: known[at] }]));
  return (
    <>
      {atWork !== undefined && (
        <p class="pairing cap">
          <progress aria-label="Measuring on the same rows" value={atWork.share} max={1} />
          <span>
            {percent(atWork.share, 0)}, {atWork.message}
          </span>
        </p>
      )}
      <ul class="pair-notes cap">
        {pairNotes(pairs, shortRun(table, baseline), slices).map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </>
  );
}
