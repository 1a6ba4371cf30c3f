import type { Milestone } from '../contributions.ts';

/** Whether a spec's text has a step that is the user's own program. */
export function hasScriptStep(text: string): boolean {
  return /^pipeline\s*:/m.test(text) && /^[ \t]+run\s*:/m.test(text);
}

/** What a task that ended well has brought its user. */
export function milestonesOfTask(task: Readonly<Record<string, unknown>>): readonly Milestone[] {
  switch (task['command']) {
    case 'run':
      return ['runFinished'];
    case 'lock':
      return ['dataLocked'];
    case 'predict':
      return ['predicted'];
    default:
      return [];
  }
}
