import { TAGS } from '../../pipeline/journal.ts';
import type { Run } from '../../ports/runStore.ts';
import { viewMetrics } from '../../tracking/runView.ts';
import { SYSTEM, tagList } from '../../tracking/tags.ts';

/** A metric that a run has measured. */
export interface RunFigure {
  /** As the run has it: with several evaluations it begins with its step. */
  readonly name: string;
  /** As the step that measured it has it. */
  readonly metric: string;
  /** Null where nothing says which step measured it. */
  readonly step: string | null;
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
}

/**
 * What a run has measured, sorted by name: its own metrics, then those that its programs wrote.
 * @param nested its steps, oldest first; without them it is not known which step measured what
 */
export function runFigures(run: Run, nested: readonly Run[]): readonly RunFigure[] {
  const steps = latestByStep(nested);
  const own = figuresOf(run).map((figure) => ({ ...figure, ...origin(figure.name, steps) }));
  const names = new Set(own.map((figure) => figure.name));
  const programs = steps.filter((step) => step.tags[TAGS.uses] === 'run').flatMap(figuresOf);
  return [...own, ...programs.filter((figure) => !names.has(figure.name))];
}

/** The newest nested run of each step: one that was resumed or tried again has several. */
export function latestByStep(nested: readonly Run[]): readonly Run[] {
  return [...new Map(nested.map((run) => [stepIdOf(run), run])).values()];
}

/** Id of the step that a nested run is. */
export function stepIdOf(run: Run): string {
  return run.tags[TAGS.step] ?? run.name;
}

function figuresOf(run: Run): RunFigure[] {
  const step = run.parent === undefined ? null : stepIdOf(run);
  return Object.entries(viewMetrics(run))
    .filter(([name]) => !name.startsWith(SYSTEM))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { value, low, high }]) => ({
      name,
      metric: name,
      step,
      value,
      ...(low === undefined || high === undefined ? {} : { low, high }),
    }));
}

function origin(name: string, steps: readonly Run[]): Pick<RunFigure, 'metric' | 'step'> {
  for (const run of steps) {
    const step = stepIdOf(run);
    if (name.startsWith(`${step}.`) && measuredBy(run).has(name.slice(step.length + 1)))
      return { metric: name.slice(step.length + 1), step };
  }
  const measuring = steps.find((run) => measuredBy(run).has(name));
  return { metric: name, step: measuring ? stepIdOf(measuring) : null };
}

function measuredBy({ tags }: Run): ReadonlySet<string> {
  return new Set(tagList<string>(tags[TAGS.measured]));
}
