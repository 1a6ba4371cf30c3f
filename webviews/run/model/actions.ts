import type { RunPage } from '../../../engine/src/operations/runs/page/runPage.ts';

/** What can be done with a run, the most likely first. */
export interface Action {
  readonly id: 'resume' | 'cancel' | 'again' | 'compare' | 'pipeline' | 'copy';
  readonly text: string;
  readonly isPrimary?: boolean;
}

/** With what another tool keeps nothing can be done. */
export function actionsOf({ source, status, failure, pipeline, place, command, live }: RunPage): readonly Action[] {
  if (source !== null) return [];
  const actions: Action[] = [];
  if (status === 'running') actions.push({ id: 'cancel', text: live?.isQueued ? 'Leave the queue' : 'Cancel run' });
  if (failure?.canResume) actions.push({ id: 'resume', text: resumeText(failure.step), isPrimary: true });
  if (pipeline !== null && status !== 'running') actions.push({ id: 'again', text: 'Run again' });
  actions.push({ id: 'compare', text: 'Compare' });
  if (place !== null) actions.push({ id: 'pipeline', text: 'Open pipeline' });
  if (command !== null) actions.push({ id: 'copy', text: 'Copy as command' });
  return actions;
}

function resumeText(step: string | null): string {
  return step === null ? 'Go on' : `Go on from ${step}`;
}
