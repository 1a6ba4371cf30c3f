import { useSignal } from '@preact/signals';
import { useCallback, useEffect, useRef } from 'preact/hooks';
import { Loading, Refused } from '../../shared/components/states.tsx';
import { contextOf } from '../../shared/context.ts';
import { useKeyHints } from '../../shared/keys.ts';
import { toNextRegion } from '../../shared/regions.ts';
import type { Comparison } from '../openComparison.ts';
import type { CompareSubject } from '../protocol.ts';
import { Actions } from './actions.tsx';
import { Bar } from './bar.tsx';
import { ChangesChip } from './changesChip.tsx';
import { CompareVerdict } from './compareVerdict.tsx';
import { Crumb } from './crumb.tsx';
import { ExplainCell, type Explained } from './explainCell.tsx';
import { Footer } from './footer.tsx';
import { RunsGrid } from './runsGrid.tsx';
import { Splitter } from './splitter.tsx';
import { SelectionPart, SelectionTabs } from './tabs.tsx';
import { UnreadStores } from './unread.tsx';

export interface CompareViewProps {
  readonly comparison: Comparison;
  readonly subject: CompareSubject;
}

/** Verdict, filter, the runs, and below them what the selection has in common and what not. */
export function CompareView({ comparison, subject }: CompareViewProps) {
  const { state, share } = comparison;
  const page = useRef<HTMLElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const explained = useSignal<Explained | undefined>(undefined);
  useEffect(() => comparison.follow(), [comparison]);
  useKeyHints(HINTS);
  const toFilter = useCallback(() => {
    input.current?.focus();
    input.current?.select();
  }, []);
  const toGrid = useCallback(() => {
    page.current?.querySelector<HTMLElement>('.grid [tabindex="0"]')?.focus();
  }, []);
  const toTabs = useCallback(() => page.current?.querySelector<HTMLElement>('[role="tab"][tabindex="0"]')?.focus(), []);
  usePageKeys(page, toFilter);
  const close = useCallback(() => {
    explained.value = undefined;
  }, [explained]);
  const table = state.table.value;
  const refusal = state.refusal.value;
  const baseline = state.baseline.value;
  return (
    <main class="page compare" ref={page} data-vscode-context={contextOf(subject as object)}>
      <header class="head" data-region="head">
        <div class="crumb">
          <Crumb subject={subject} state={state} />
          <span class="end">
            <Actions comparison={comparison} />
          </span>
        </div>
        <CompareVerdict comparison={comparison} />
      </header>
      <div class="bar" data-region="bar" role="toolbar" aria-label="Filter and columns">
        <Bar comparison={comparison} input={input} onLeave={toGrid} />
      </div>
      {refusal !== undefined && (
        <section class="sec">
          <Refused refusal={refusal} />
        </section>
      )}
      <UnreadStores state={state} />
      {table === undefined && refusal === undefined && (
        <section class="sec">
          <Loading rows={8} />
        </section>
      )}
      {table !== undefined && table.runs.length > 0 && (
        <div class="split">
          <div class="upper" data-region="grid" style={{ '--share': `${share.value * 100}%` }}>
            <RunsGrid
              comparison={comparison}
              table={table}
              onFilter={toFilter}
              onTabs={() => toTabs()}
              onExplain={(row, column) => {
                const anchor = document.activeElement;
                if (anchor !== null) explained.value = { row, column, anchor };
              }}
            />
            <ChangesChip state={state} />
            <Footer comparison={comparison} />
          </div>
          <Splitter share={share} />
          <div class="lower" data-region="selection">
            <SelectionTabs state={state} />
            <div class="part">
              <SelectionPart state={state} />
            </div>
          </div>
        </div>
      )}
      {table !== undefined && explained.value !== undefined && (
        <ExplainCell
          {...explained.value}
          table={table}
          baseline={baseline === null ? undefined : table.rows.get(baseline)}
          onClose={close}
        />
      )}
    </main>
  );
}

/** `/` and Ctrl+F lead to the filter, F6 to the next region. */
function usePageKeys(page: { readonly current: HTMLElement | null }, toFilter: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { key, target, ctrlKey, metaKey } = event;
      const isTyped = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
      const isFind = key.toLowerCase() === 'f' && (ctrlKey || metaKey);
      if (key === 'F6' && page.current !== null) toNextRegion(page.current, event.shiftKey);
      else if (isFind || (key === '/' && !isTyped)) toFilter();
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [page, toFilter]);
}

const HINTS = [
  { keys: '/', does: 'Filter' },
  { keys: 'Space', does: 'Select a run; Shift+arrows select several' },
  { keys: 'Enter', does: 'Open the run; on a head sort by the column, with Shift as one more key' },
  { keys: 'B', does: 'Hold the others against this run' },
  { keys: 'P', does: 'Pin the run to the top' },
  { keys: 'S', does: 'Star the run, or take the star away' },
  { keys: 'O', does: 'Open the line of its pipeline' },
  { keys: 'E', does: 'To why the metric changed' },
  { keys: 'Ctrl+Shift+C', does: 'Copy the selected rows as Markdown' },
  { keys: 'D', does: 'Only what differs' },
  { keys: 'C', does: 'To what compares the selection' },
  { keys: 'F', does: 'Filter' },
  { keys: 'Alt+← →', does: 'Move a column; with Shift make it narrower or wider' },
];
