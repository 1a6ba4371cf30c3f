import { window } from 'vscode';
import { COMPARED_RUN_COMMANDS, COMPARISON_COMMANDS, type CommandId, type Commands } from '../contributions.ts';
import type { Panels } from './panels.ts';

type ComparisonCommand = keyof typeof COMPARISON_COMMANDS;

type Handlers = { readonly [C in ComparisonCommand]: (argument: Commands[C]) => unknown };

/** Commands that the page of the comparison in front carries out. */
export function comparisonHandlers(panels: Panels): Handlers {
  const handlers = Object.entries(COMPARISON_COMMANDS).map(([id, act]) => [
    id,
    (given: { readonly runs?: readonly string[] } | undefined) => {
      const runs = Array.isArray(given?.runs) ? { runs: given.runs } : {};
      if (!panels.actInComparison(act, runs)) void window.showInformationMessage('Open a comparison of runs first.');
    },
  ]);
  return Object.fromEntries(handlers);
}

/** Has the comparison in front name the runs for a command that was given none. @returns whether there is one */
export function askComparison(id: string, argument: unknown, panels: Panels): boolean {
  const isOnRuns = COMPARED_RUN_COMMANDS.some((command: CommandId) => command === id);
  return argument === undefined && isOnRuns && panels.actInComparison('command', { command: id });
}
