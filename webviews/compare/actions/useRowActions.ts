import { batch } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { announce } from '../../shared/announce.ts';
import type { Channel } from '../../shared/channel.ts';
import { useAct, useChannel } from '../../shared/hooks.ts';
import type { CompareState } from '../compareState.ts';
import { copyRows } from '../exports/exportButton.tsx';
import { isElsewhere, shortRun } from '../model/runLooks.ts';
import { STAR } from './star.ts';
import { targets } from './targets.ts';

const OPEN_RUN = 'modelyard.openRun';

/** Does with runs what menus and the palette ask for. @param focused id of the run that has the focus in the grid */
export function useRowActions(state: CompareState, focused: string | undefined): void {
  const channel = useChannel();
  const of = (argument: Readonly<Record<string, unknown>>): readonly string[] => {
    const { runs } = argument;
    return Array.isArray(runs) ? runs.map(String) : targets(state, focused);
  };
  useAct('command', ({ command }) => run(channel, String(command), targets(state, focused)));
  useAct('baseline', (argument) => {
    const [first] = of(argument);
    if (first !== undefined) turnBaseline(state, first);
  });
  useAct('pin', (argument) => turnPins(state, of(argument)));
  useAct('production', (argument) => againstProduction(state, of(argument)));
  useAct('why', (argument) => {
    batch(() => {
      takeInto(state, of(argument));
      state.tab.value = 'why';
    });
  });
  useAct('copyRows', (argument) => void copyRows(state, channel, of(argument)));
  const hasStars = state.table.value?.columns.has(STAR) === true;
  useEffect(() => {
    if (hasStars) void state.want([STAR]);
  }, [state, hasStars]);
}

/** A command of the editor on runs. */
export function run(channel: Channel, command: string, runs: readonly string[]): void {
  const ours = command === OPEN_RUN ? runs : runs.filter((id) => !isElsewhere(id));
  const [first] = ours;
  const left = runs.length - ours.length;
  if (left > 0) announce(`${left === 1 ? 'One run is' : `${left} runs are`} another tool’s, and left as it is`);
  else if (first === undefined) announce('No run is selected');
  if (first !== undefined) channel.command(command, { run: first, ...(ours.length > 1 && { runs: ours }) });
}

/** Holds the others against a run, or against production's again. */
export function turnBaseline(state: CompareState, id: string): void {
  const isIt = state.view.peek().baseline === id;
  state.change({ baseline: isIt ? null : id });
  announce(isIt ? 'No baseline of your own' : `${shortRun(state.table.peek(), id)} is the baseline`);
}

/** Keeps runs on top, or lets them go where all of them are there. */
export function turnPins(state: CompareState, runs: readonly string[]): void {
  const { pinned } = state.view.peek();
  const isAll = runs.every((id) => pinned.includes(id));
  const others = pinned.filter((id) => !runs.includes(id));
  state.change({ pinned: isAll ? others : [...others, ...runs] });
  const what = runs.length === 1 ? shortRun(state.table.peek(), runs[0] ?? '') : `${runs.length} runs`;
  announce(`${what} ${runs.length === 1 ? 'is' : 'are'} ${isAll ? 'no longer pinned' : 'pinned'}`);
}

function againstProduction(state: CompareState, runs: readonly string[]): void {
  batch(() => {
    takeInto(state, runs);
    state.change({ baseline: null });
  });
  const { value } = state.baseline;
  announce(
    value === null
      ? 'No run here made production’s version'
      : `${shortRun(state.table.peek(), value)}, production, is the baseline`,
  );
}

/** Runs that are asked about belong to the selection; where they do not, they become it. */
function takeInto(state: CompareState, runs: readonly string[]): void {
  if (runs.length > 0 && !runs.every((id) => state.selected.peek().has(id))) state.select(runs);
}
