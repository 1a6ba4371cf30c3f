import { TAGS } from '../../pipeline/journal.ts';
import type { Run } from '../../ports/runStore.ts';
import type { StepOutputs, Value } from '../../ports/step.ts';

/** Something that the repetition has otherwise: an output of a step (of bytes their sha256), how a step ended, or a metric of the run. */
export interface RunDifference {
  readonly kind: 'output' | 'status' | 'metric';
  /** Of an output or a status. */
  readonly step: string | null;
  /** Of the output or the metric. */
  readonly name: string | null;
  /** Null where it has none. */
  readonly run: Value;
  readonly again: Value;
}

/** A run with its steps. */
export interface RunWithSteps {
  readonly run: Run;
  readonly steps: readonly Run[];
}

/** In the order of the steps, metrics last. */
export function runDifferences(before: RunWithSteps, after: RunWithSteps): readonly RunDifference[] {
  const [first, second] = [stepsOf(before), stepsOf(after)];
  const steps = [...new Set([...first.keys(), ...second.keys()])];
  return [
    ...steps.flatMap((step) => stepDifferences(step, first.get(step), second.get(step))),
    ...metricDifferences(before.run, after.run),
  ];
}

interface StepEnded {
  readonly status: string | null;
  readonly outputs: StepOutputs;
}

/** Of a step that was tried again, what came last. */
function stepsOf({ steps }: RunWithSteps): ReadonlyMap<string, StepEnded> {
  return new Map(
    steps.map((step): [string, StepEnded] => {
      const { [TAGS.step]: id = step.name, [TAGS.status]: status, [TAGS.outputs]: outputs } = step.tags;
      return [id, { status: endOf(status), outputs: JSON.parse(outputs ?? '{}') as StepOutputs }];
    }),
  );
}

/** What came from the cache was done before. */
function endOf(status: string | undefined): string | null {
  return status === 'cached' ? 'done' : (status ?? null);
}

function stepDifferences(
  step: string,
  before: StepEnded | undefined,
  after: StepEnded | undefined,
): readonly RunDifference[] {
  const [first, second] = [before?.status ?? null, after?.status ?? null];
  if (first !== second) return [{ kind: 'status', step, name: null, run: first, again: second }];
  const names = [...new Set([...Object.keys(before?.outputs ?? {}), ...Object.keys(after?.outputs ?? {})])];
  return names.flatMap((name) => {
    const [run, again] = [shownOutput(before?.outputs[name]), shownOutput(after?.outputs[name])];
    return same(run, again) ? [] : [{ kind: 'output' as const, step, name, run, again }];
  });
}

/** Of a table, a model or a file the hash of its bytes. */
function shownOutput(value: Value | undefined): Value {
  if (value === undefined || value === null || typeof value !== 'object') return value ?? null;
  if (Array.isArray(value)) return value.map(shownOutput);
  const known = value as { readonly kind?: unknown; readonly sha256?: unknown };
  if (typeof known.kind === 'string' && typeof known.sha256 === 'string') return known.sha256;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, shownOutput(part as Value)]));
}

function metricDifferences(before: Run, after: Run): readonly RunDifference[] {
  const names = [...new Set([...Object.keys(before.metrics), ...Object.keys(after.metrics)])].sort();
  return names.flatMap((name) => {
    const [run, again] = [before.metrics[name]?.value ?? null, after.metrics[name]?.value ?? null];
    return Object.is(run, again) ? [] : [{ kind: 'metric' as const, step: null, name, run, again }];
  });
}

function same(a: Value, b: Value): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
