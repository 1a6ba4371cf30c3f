import { stepsNamed } from '../language/expressions/references.ts';
import type { Pipeline, UsesStep } from './pipeline.ts';
import { constantText, type SpecValue, wholeExpression } from './specValue.ts';

/**
 * The steps whose figures a version shows that `register` makes: the one it names under `evaluation`, else those that measure the same
 * model, or predictions that the model's step made or that a step made of the model.
 */
export function evaluationsOf({ steps }: Pipeline, register: UsesStep): readonly UsesStep[] {
  const evaluators = [...steps.values()].filter(
    (step): step is UsesStep => step.kind === 'uses' && step.uses === 'model/evaluate',
  );
  const named = register.with.get('evaluation');
  if (named !== undefined) return evaluators.filter((step) => step.id === constantText(named));
  const makers = stepsIn(register.with.get('model'));
  const isOfModel = (id: string) =>
    makers.includes(id) || (steps.get(id)?.needs ?? []).some(({ step }) => makers.includes(step));
  return evaluators.filter(
    ({ with: given }) =>
      stepsIn(given.get('model')).some((id) => makers.includes(id)) ||
      stepsIn(given.get('predictions')).some(isOfModel),
  );
}

function stepsIn(value: SpecValue | undefined): readonly string[] {
  const expression = wholeExpression(value);
  return expression ? stepsNamed(expression) : [];
}
