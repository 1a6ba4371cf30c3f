import type { Json } from '../language/node.ts';
import type { StepSchemas } from '../language/schema.ts';
import type { StepEntry } from './step.ts';
import { steps } from './steps.ts';

const stepsByUses: ReadonlyMap<string, StepEntry> = new Map(steps.map((step) => [step.uses, step]));

/** The schema of the `with` of a built-in step, as the language asks for it. */
export const stepSchemas: StepSchemas = (uses) => stepEntry(uses)?.with;

/** The built-in step of this name; undefined when there is none. */
export function stepEntry(uses: string): StepEntry | undefined {
  return stepsByUses.get(uses);
}

/** The values of a step with the defaults of its schema where none was given; only keys of the first level. */
export function withDefaults<T>(
  entry: StepEntry,
  values: Readonly<Record<string, T>>,
): Readonly<Record<string, T | Json>> {
  const defaults = Object.entries(entry.with.properties ?? {}).flatMap(([key, schema]) =>
    schema.default === undefined ? [] : [[key, schema.default] as const],
  );
  return { ...Object.fromEntries(defaults), ...values };
}

export { FUNCTIONS as functions } from '../language/expressions/functions.ts';
export { driftTests } from './driftTests.ts';
export { learners } from './learners.ts';
export { metrics } from './metrics.ts';
export { steps };
