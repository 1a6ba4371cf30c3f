import { count } from '../../../engine/src/language/figures.ts';
import { LegendMarker } from '../../shared/components/marker.tsx';
import type { CompareState } from '../compareState.ts';
import { type ChartRun, runTitle } from './model/subject.ts';

export interface RunLegendProps {
  readonly state: CompareState;
  readonly runs: readonly ChartRun[];
  /** What stands after a run: its area. */
  readonly textOf?: (run: ChartRun) => string | undefined;
}

/** Who is who; what is in no colour is counted. Pointing at a run lights it everywhere. */
export function RunLegend({ state, runs, textOf }: RunLegendProps) {
  const coloured = runs.filter(({ n }) => n !== undefined);
  const grey = runs.length - coloured.length;
  return (
    <ul class="legend cap tile-legend">
      {coloured.map((run) => (
        <li
          key={run.id}
          class={`legend-item ${state.hovered.value === run.id ? 'lit' : ''}`}
          title={run.isOutside ? 'Outside of what is brushed' : undefined}
          onPointerEnter={() => (state.hovered.value = run.id)}
          onPointerLeave={() => (state.hovered.value = undefined)}
        >
          <LegendMarker n={run.n ?? 0} /> {runTitle(run)} {textOf?.(run)} {run.isOutside && 'outside brush'}
        </li>
      ))}
      {grey > 0 && <li>and {count(grey)} in grey</li>}
    </ul>
  );
}
