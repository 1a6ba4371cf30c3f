import { announce } from '../../shared/announce.ts';
import type { CompareState } from '../compareState.ts';
import { shortRun } from '../model/runLooks.ts';

export interface RowKeyStage {
  readonly state: CompareState;
  /** Of the line that has the focus; undefined in the head and on groups. */
  readonly run: string | undefined;
  readonly onFilter: () => void;
  readonly onTabs: () => void;
}

/** What letters do while the grid has the focus; true where one did something. */
export function rowKey(event: KeyboardEvent, { state, run, onFilter, onTabs }: RowKeyStage): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
  switch (event.key.toLowerCase()) {
    case 'b':
      return run !== undefined && turnBaseline(state, run);
    case 'p':
      return run !== undefined && turnPin(state, run);
    case 'd':
      turnDiffering(state);
      return true;
    case 'c':
      onTabs();
      return true;
    case 'f':
      onFilter();
      return true;
    default:
      return false;
  }
}

/** Holds the others against a run, or against production's again. */
function turnBaseline(state: CompareState, run: string): boolean {
  const isIt = state.view.peek().baseline === run;
  state.change({ baseline: isIt ? null : run });
  announce(isIt ? 'No baseline of your own' : `${shortRun(run)} is the baseline`);
  return true;
}

function turnPin(state: CompareState, run: string): boolean {
  const { pinned } = state.view.peek();
  const isPinned = pinned.includes(run);
  state.change({ pinned: isPinned ? pinned.filter((one) => one !== run) : [...pinned, run] });
  announce(`${shortRun(run)} ${isPinned ? 'is no longer pinned' : 'is pinned'}`);
  return true;
}

export function turnDiffering(state: CompareState): void {
  state.change({ onlyDiffering: !state.view.peek().onlyDiffering });
}
