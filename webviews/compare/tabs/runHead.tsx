import { LegendMarker } from '../../shared/components/marker.tsx';
import type { CompareState } from '../compareState.ts';
import { runLook, shortRun } from '../model/runLooks.ts';

export interface RunHeadProps {
  readonly state: CompareState;
  readonly run: string;
}

/** A run by its marker and the first digits of its id; pointing at it lights it up in all parts. */
export function RunHead({ state, run }: RunHeadProps) {
  const table = state.table.value;
  const row = table?.rows.get(run);
  const colours = { colours: state.colours.value, baseline: state.baseline.value };
  const look = table === undefined || row === undefined ? undefined : runLook(table, row, colours);
  const point = (id: string | undefined) => () => {
    state.hovered.value = id;
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointing shows where the run is elsewhere, and does nothing
    <span class="run-head" title={look?.name || run} onMouseEnter={point(run)} onMouseLeave={point(undefined)}>
      {look?.n !== undefined && <LegendMarker n={look.n} />}
      <span class="mono">{look?.short ?? shortRun(table, run)}</span>
      {run === state.baseline.value && <span class="tag">baseline</span>}
    </span>
  );
}
