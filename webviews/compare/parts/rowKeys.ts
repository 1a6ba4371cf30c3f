import { targets } from '../actions/targets.ts';
import { turnBaseline, turnPins } from '../actions/useRowActions.ts';
import type { CompareState } from '../compareState.ts';

export interface RowKeyStage {
  readonly state: CompareState;
  /** Of the line that has the focus; undefined in the head and on groups. */
  readonly run: string | undefined;
  readonly onFilter: () => void;
  readonly onTabs: () => void;
  /** A command of the editor on runs. */
  readonly onCommand: (command: string, runs: readonly string[]) => void;
  readonly onCopyRows: (runs: readonly string[]) => void;
}

const COMMANDS = { s: 'modelyard.starRun', o: 'modelyard.openSpecOf' } as const;

/** What letters do while the grid has the focus; true where one did something. */
export function rowKey(
  event: KeyboardEvent,
  { state, run, onFilter, onTabs, onCommand, onCopyRows }: RowKeyStage,
): boolean {
  if ((event.ctrlKey || event.metaKey) && event.shiftKey && event.key.toLowerCase() === 'c') {
    onCopyRows(targets(state, run));
    return true;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
  const key = event.key.toLowerCase();
  switch (key) {
    case 'b':
      if (run !== undefined) turnBaseline(state, run);
      return run !== undefined;
    case 'p':
      if (run !== undefined) turnPins(state, targets(state, run));
      return run !== undefined;
    case 's':
    case 'o':
      if (run !== undefined) onCommand(COMMANDS[key], targets(state, run));
      return run !== undefined;
    case 'e':
      state.tab.value = 'why';
      onTabs();
      return true;
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

export function turnDiffering(state: CompareState): void {
  state.change({ onlyDiffering: !state.view.peek().onlyDiffering });
}
