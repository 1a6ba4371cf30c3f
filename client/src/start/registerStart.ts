import { Disposable, type ExtensionContext } from 'vscode';
import { followMilestones } from './follow.ts';
import { Milestones } from './milestones.ts';
import { Openings } from './opening.ts';
import { offerBesideOtherTools } from './otherTools.ts';
import type { Start } from './start.ts';

/** Follows what the user has reached, and goes on with what another window began. */
export function registerStart(
  { globalState, workspaceState }: ExtensionContext,
  around: Pick<Start, 'program' | 'output'>,
): { readonly start: Start; readonly subscription: Disposable } {
  const start: Start = { ...around, milestones: new Milestones(globalState), openings: new Openings(globalState) };
  for (const begun of [start.openings.goOn(), offerBesideOtherTools(workspaceState)])
    begun.catch((error) => around.output.error(String(error)));
  return { start, subscription: Disposable.from(followMilestones(start.milestones)) };
}
