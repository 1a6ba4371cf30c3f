import { window } from 'vscode';
import { isRecord } from '../../../engine/src/language/isRecord.ts';
import { COMPARED_RUN_COMMANDS, COMPARISON_COMMANDS, type CommandId, type Commands } from '../contributions.ts';
import type { Panels } from './panels.ts';

type ComparisonCommand = keyof typeof COMPARISON_COMMANDS;

type Handlers = { readonly [C in ComparisonCommand]: (argument: Commands[C]) => unknown };

/** Commands that the page of the comparison in front carries out. */
export function comparisonHandlers(panels: Panels): Handlers {
  const handlers = Object.entries(COMPARISON_COMMANDS).map(([id, act]) => [
    id,
    (given: unknown) => {
      const { run } = fieldsOf(given);
      const runs = typeof run === 'string' && !isForMany(given) ? { runs: [run] } : {};
      if (!panels.actInComparison(act, runs)) void window.showInformationMessage('Open a comparison of runs first.');
    },
  ]);
  return Object.fromEntries(handlers);
}

/**
 * Has the comparison in front name its runs for a command that was given none, or that its menu gave for all that are selected.
 * @returns whether there is one
 */
export function askComparison(id: string, argument: unknown, panels: Panels): boolean {
  const isOnRuns = COMPARED_RUN_COMMANDS.some((command: CommandId) => command === id);
  const isAsked = isOnRuns && (argument === undefined || isForMany(argument));
  return isAsked && panels.actInComparison('command', { command: id });
}

/** As the rows of a comparison say it to their menu. */
function isForMany(given: unknown): boolean {
  return fieldsOf(given)['webviewRuns'] === 'many';
}

function fieldsOf(given: unknown): Readonly<Record<string, unknown>> {
  return isRecord(given) ? given : {};
}
