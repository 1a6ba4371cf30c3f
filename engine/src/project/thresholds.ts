import type { Binary, Expression } from '../language/expressions/expression.ts';
import { fixedPath } from '../language/expressions/references.ts';
import type { Range } from '../language/problem.ts';
import type { Pipeline } from './pipeline.ts';

/** What a condition of a step asks of a metric of another: `roc_auc > 0.65`. */
export interface Threshold {
  /** The step that runs only then. */
  readonly step: string;
  readonly measured: { readonly step: string; readonly metric: string };
  /** Seen from the metric. */
  readonly operator: ThresholdOperator;
  readonly limit: number | { readonly param: string };
  /** Of the comparison. */
  readonly range: Range;
}

export type ThresholdOperator = '<' | '<=' | '>' | '>=' | '==';

/** Comparisons of a metric with a number or a param that must hold for a step to run. */
export function thresholds(pipeline: Pipeline): readonly Threshold[] {
  return [...pipeline.steps.values()].flatMap(({ id, condition, path }) => {
    if (condition.kind !== 'expression') return [];
    const at = [...path, 'if'];
    return demands(condition.expression).flatMap((comparison): Threshold | readonly [] => {
      const found = read(pipeline, comparison);
      if (found === undefined) return [];
      const range = pipeline.tree.scalar(at)?.range(comparison.start, comparison.end) ?? pipeline.tree.range(at);
      return { ...found, step: id, range };
    });
  });
}

/** Comparisons that must all hold. */
function demands(expression: Expression): readonly Binary[] {
  if (expression.kind !== 'binary') return [];
  if (expression.operator === '&&') return [...demands(expression.left), ...demands(expression.right)];
  return [expression];
}

function read(pipeline: Pipeline, { left, operator, right }: Binary): Omit<Threshold, 'step' | 'range'> | undefined {
  const isLeft = measuredBy(pipeline, left) !== undefined;
  const measured = measuredBy(pipeline, isLeft ? left : right);
  const limit = limitOf(isLeft ? right : left);
  const mirrored = MIRRORED[operator];
  if (measured === undefined || limit === undefined || mirrored === undefined) return undefined;
  return { measured, limit, operator: isLeft ? (operator as ThresholdOperator) : mirrored };
}

const MIRRORED: Readonly<Partial<Record<Binary['operator'], ThresholdOperator>>> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  '==': '==',
};

function limitOf(expression: Expression): Threshold['limit'] | undefined {
  const [context, param, ...more] = fixedPath(expression) ?? [];
  if (context === 'params' && typeof param === 'string' && more.length === 0) return { param };
  return numberOf(expression);
}

function numberOf(expression: Expression): number | undefined {
  if (expression.kind === 'literal') return typeof expression.value === 'number' ? expression.value : undefined;
  if (expression.kind !== 'unary' || expression.operator !== '-') return undefined;
  const value = numberOf(expression.operand);
  return value === undefined ? undefined : -value;
}

/** `roc_auc` of `steps.evaluate.metrics.roc_auc`, and of a program the number in what it writes as JSON. */
function measuredBy({ steps }: Pipeline, expression: Expression): Threshold['measured'] | undefined {
  const [context, id, output, metric, ...more] = fixedPath(expression) ?? [];
  if (context !== 'steps' || typeof metric !== 'string' || more.length > 0) return undefined;
  const step = steps.get(String(id));
  if (step === undefined) return undefined;
  const measures =
    step.kind === 'uses' ? step.uses === 'model/evaluate' && output === 'metrics' : step.outputs.has(String(output));
  return measures ? { step: step.id, metric } : undefined;
}
