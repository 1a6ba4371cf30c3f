import { Failure } from '../../failure.ts';
import { TAGS } from '../../pipeline/journal.ts';
import type { ModelRegistry } from '../../ports/modelRegistry.ts';
import type { Run } from '../../ports/runStore.ts';
import type { Step, StepOutputs } from '../../ports/step.ts';

/** Versions and aliases as the commit of the run has them; versions that were not committed, as they are now. Nothing is written. */
export function registryOfThen(then: ModelRegistry, now: ModelRegistry): ModelRegistry {
  const refuse = () => Promise.reject(new Error('a repetition changes no registry'));
  return {
    models: (options) => then.models(options),
    model: (name, options) => orNow(then.model(name, options), () => now.model(name, options)),
    resolve: (reference) => orNow(then.resolve(reference), () => now.resolve(reference)),
    register: refuse,
    reserveNumber: refuse,
    setAlias: refuse,
    deleteAlias: refuse,
    createModel: refuse,
    notes: (name) => orNow(then.notes(name), () => now.notes(name)),
    note: refuse,
    withdraw: refuse,
    renameModel: refuse,
  };
}

function orNow<T>(answer: Promise<T>, now: () => Promise<T>): Promise<T> {
  return answer.catch((error: unknown) => {
    if (error instanceof Failure) return now();
    throw error;
  });
}

/** In place of `model/register`: gives what the step gave in the run that is repeated, and registers nothing. */
export function notRegistered(repeated: Run, steps: readonly Run[]): Step {
  const outputs = new Map(steps.map((step) => [step.tags[TAGS.step], step.tags[TAGS.outputs]]));
  return {
    uses: 'model/register',
    revision: 1,
    run({ with: values, context }) {
      context.log(`not registered: this repeats the run ${repeated.id.slice(0, 8)}`);
      const known = outputs.get(context.run.step);
      if (known !== undefined) return Promise.resolve(JSON.parse(known) as StepOutputs);
      return Promise.resolve({ name: String(values['name']), version: null });
    },
  };
}
