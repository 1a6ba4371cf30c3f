import { progressText } from '../../../engine/src/language/progressText.ts';
import type { LiveRun } from '../../../engine/src/operations/runs/page/runPage.ts';
import { plain } from '../views/rows/markdown.ts';

/** In the status bar: `$(sync~spin) flight-delay: train 63%, 27 s left`; empty where nothing is at work. */
export function statusText(runs: readonly LiveRun[]): string {
  const first = atWorkFirst(runs)[0];
  if (first === undefined) return '';
  const icon = first.isQueued ? '$(history)' : '$(sync~spin)';
  const one = `${first.pipeline}: ${progressText(first)}`;
  return runs.length === 1 ? `${icon} ${one}` : `${icon} ${runs.length} runs: ${one}`;
}

/** As screen readers say it. */
export function statusLabel(runs: readonly LiveRun[]): string {
  const said = atWorkFirst(runs).map((run) => `${run.pipeline}: ${progressText(run)}`);
  return [runs.length === 1 ? '1 run of Modelyard' : `${runs.length} runs of Modelyard`, ...said].join('. ');
}

/** A line of Markdown for each run, those at work first. */
export function statusTooltip(runs: readonly LiveRun[]): string {
  const rows = atWorkFirst(runs).map((run) => {
    const { done, all } = run.steps;
    const more = [
      ...(all === 0 ? [] : [`${done} of ${all} steps done`]),
      ...(run.branch === null ? [] : [`on ${plain(run.branch)}`]),
    ];
    const what = `${plain(run.pipeline)} \`${run.run.slice(0, 8)}\` ${plain(progressText(run))}`;
    return `- ${[what, ...more].join(', ')}`;
  });
  return [...rows, '', 'Click to open, follow or cancel one.'].join('\n');
}

/** How far a run is, from 0 to 1, its steps taken as equally long. */
export function fractionOf({ steps, fraction }: LiveRun): number {
  return steps.all === 0 ? 0 : Math.min(1, (steps.done + (fraction ?? 0)) / steps.all);
}

/** Those at work before those that wait, each in the order they came. */
export function atWorkFirst(runs: readonly LiveRun[]): readonly LiveRun[] {
  return [...runs].sort((a, b) => Number(a.isQueued) - Number(b.isQueued) || (a.startedAt < b.startedAt ? -1 : 1));
}
