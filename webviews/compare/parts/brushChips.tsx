import { Chip } from '../../shared/components/chip.tsx';
import { brushText, withBrush } from '../charts/model/brushText.ts';
import type { CompareState } from '../compareState.ts';

/** What is brushed in charts holds for all of the page: it stands with the filter, and is taken away there. */
export function BrushChips({ state }: { readonly state: CompareState }) {
  const table = state.table.value;
  const brushes = state.view.value.brushes ?? [];
  if (table === undefined || brushes.length === 0) return null;
  return (
    <span class="brushes">
      {brushes.map((brush) => (
        <Chip
          key={brush.column}
          onRemove={() =>
            state.change({ brushes: withBrush(state.view.peek().brushes ?? [], brush.column, undefined) })
          }
        >
          {brushText(table, brush)}
        </Chip>
      ))}
    </span>
  );
}
