import { commands } from 'vscode';
import { COMMANDS } from '../../../server/src/protocol.ts';
import { comparisonOf, comparisonOfRuns } from './comparison.ts';
import type { Subject } from './row.ts';

/** Opens the comparison of an experiment's runs, or of those on a branch. */
export async function compareRunsOf(subject: Subject): Promise<void> {
  await commands.executeCommand(COMMANDS.compareRuns, comparisonOf(subject));
}

/** Opens the comparison with these rows' runs selected. */
export async function compareSelectedRuns(subjects: readonly Subject[]): Promise<void> {
  const argument = comparisonOfRuns(subjects);
  if (argument !== undefined) await commands.executeCommand(COMMANDS.compareRuns, argument);
}
