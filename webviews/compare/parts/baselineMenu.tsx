import { LegendMarker } from '../../shared/components/marker.tsx';
import { shortRun, textAt } from '../model/runLooks.ts';
import type { Comparison } from '../openComparison.ts';
import { Dropdown, MenuItem } from './dropdown.tsx';

/** Which run the others are held against: production's, or one of the selected. */
export function BaselineMenu({ comparison }: { readonly comparison: Comparison }) {
  const { state, production } = comparison;
  const table = state.table.value;
  const chosen = state.view.value.baseline;
  const baseline = state.baseline.value;
  const runs = [...new Set([...(chosen === null ? [] : [chosen]), ...state.selected.value])].filter((run) =>
    table?.rows.has(run),
  );
  const isProduction = baseline !== null && baseline === production.value;
  const name =
    baseline === null ? 'none' : isProduction ? `production ${shortRun(table, baseline)}` : shortRun(table, baseline);
  return (
    <Dropdown
      title="Baseline"
      role="menu"
      class="only-wide"
      button={
        <>
          <LegendMarker n={0} /> <span class="cut">Baseline: {name}</span>
        </>
      }
    >
      {(close) => {
        const choose = (next: string | null) => {
          state.change({ baseline: next });
          close();
        };
        return (
          <>
            <MenuItem isOn={chosen === null} isRadio onClick={() => choose(null)}>
              {production.value === null
                ? 'none; no version is production'
                : `production ${shortRun(table, production.value)}`}
            </MenuItem>
            {runs.map((run) => (
              <MenuItem
                key={run}
                isOn={chosen === run}
                isRadio
                detail={
                  table === undefined ? undefined : textAt(table, 'attributes.run_name', table.rows.get(run) ?? -1)
                }
                onClick={() => choose(run)}
              >
                <span class="mono">{shortRun(table, run)}</span>
              </MenuItem>
            ))}
            {runs.length === 0 && <p class="cap">Select runs to choose one of them, or press B on a row</p>}
          </>
        );
      }}
    </Dropdown>
  );
}
