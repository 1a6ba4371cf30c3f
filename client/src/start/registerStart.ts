import { Disposable, type ExtensionContext } from 'vscode';
import type { Asking } from '../asking.ts';
import { Doctor } from './doctor.ts';
import { followMilestones } from './follow.ts';
import { Milestones } from './milestones.ts';
import { noticeMissingNative } from './nativeNotice.ts';
import { Openings } from './opening.ts';
import { offerBesideOtherTools } from './otherTools.ts';
import type { Start } from './start.ts';

/** Follows what the user has reached, and goes on with what another window began. */
export function registerStart(
  { globalState, workspaceState }: ExtensionContext,
  { asking, ...around }: Pick<Start, 'program' | 'output'> & { readonly asking: Asking },
): { readonly start: Start; readonly subscription: Disposable } {
  const doctor = new Doctor(around.program);
  const start: Start = {
    ...around,
    doctor,
    milestones: new Milestones(globalState),
    openings: new Openings(globalState),
  };
  for (const begun of [start.openings.goOn(), offerBesideOtherTools(workspaceState)])
    begun.catch((error) => around.output.error(String(error)));
  return {
    start,
    subscription: Disposable.from(doctor, noticeMissingNative(asking), followMilestones(start.milestones)),
  };
}
