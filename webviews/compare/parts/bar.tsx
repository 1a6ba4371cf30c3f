import type { RefObject } from 'preact';
import { Button } from '../../shared/components/button.tsx';
import { Icon } from '../../shared/components/icon.tsx';
import { inGrid } from '../model/gridColumns.ts';
import type { Comparison } from '../openComparison.ts';
import { BaselineMenu } from './baselineMenu.tsx';
import { BrushChips } from './brushChips.tsx';
import { ColumnPicker } from './columnPicker.tsx';
import { FilterField } from './filterField.tsx';
import { GroupMenu } from './groupMenu.tsx';
import { turnDiffering } from './rowKeys.ts';

export interface BarProps {
  readonly comparison: Comparison;
  readonly input: RefObject<HTMLInputElement | null>;
  readonly onLeave: () => void;
}

/** Filter, and what shapes the table. */
export function Bar({ comparison, input, onLeave }: BarProps) {
  const { state } = comparison;
  const { onlyDiffering } = state.view.value;
  const { columns, equal } = state.columns.value;
  const shown = inGrid(columns, state.view.value.columns).length;
  return (
    <>
      <FilterField state={state} input={input} onLeave={onLeave} />
      <Button pressed={onlyDiffering} onClick={() => turnDiffering(state)}>
        {onlyDiffering && <Icon name="check" />} Only what differs
        {onlyDiffering && (
          <span class="t">
            {shown} of {shown + equal}
          </span>
        )}
      </Button>
      <BaselineMenu comparison={comparison} />
      <GroupMenu state={state} />
      <ColumnPicker state={state} />
      <BrushChips state={state} />
    </>
  );
}
