import { Disposable, type ExtensionContext } from 'vscode';
import { followMilestones } from './follow.ts';
import { Milestones } from './milestones.ts';
import { Openings } from './opening.ts';
import type { Start } from './start.ts';

/** Follows what the user has reached, and goes on with what another window began. */
export function registerStart(
  { globalState }: ExtensionContext,
  around: Pick<Start, 'program' | 'output'>,
): { readonly start: Start; readonly subscription: Disposable } {
  const start: Start = { ...around, milestones: new Milestones(globalState), openings: new Openings(globalState) };
  start.openings.goOn().catch((error) => around.output.error(String(error)));
  return { start, subscription: Disposable.from(followMilestones(start.milestones)) };
}
