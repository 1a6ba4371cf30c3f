import { metricEntry } from '../catalog/metrics.ts';
import type { Binary, Expression } from '../language/expressions/expression.ts';
import { fixedPath } from '../language/expressions/references.ts';
import type { Pipeline } from '../project/pipeline.ts';
import type { Found } from './rule.ts';

/** Steps that are never due, because their `if` asks for a metric beyond its range. */
export function* hopelessConditions(pipeline: Pipeline): Generator<Found> {
  for (const { condition, path } of pipeline.steps.values()) {
    if (condition.kind !== 'expression') continue;
    for (const comparison of demands(condition.expression)) {
      const message = hopeless(pipeline, comparison);
      const at = [...path, 'if'];
      const range = pipeline.tree.scalar(at)?.range(comparison.start, comparison.end) ?? pipeline.tree.range(at);
      if (message !== undefined) yield { code: 'limit-never-met', file: pipeline.file, range, message };
    }
  }
}

/** Comparisons that must all hold. */
function demands(expression: Expression): readonly Binary[] {
  if (expression.kind !== 'binary') return [];
  if (expression.operator === '&&') return [...demands(expression.left), ...demands(expression.right)];
  return [expression];
}

function hopeless(pipeline: Pipeline, { left, operator, right }: Binary): string | undefined {
  const [metric, limit, sign] =
    numberOf(left) === undefined ? [left, numberOf(right), operator] : [right, numberOf(left), MIRRORED[operator]];
  const name = measuredMetric(pipeline, metric);
  const entry = name === undefined ? undefined : metricEntry(name);
  if (entry === undefined || limit === undefined) return undefined;
  const [low, high] = entry.range;
  const tooHigh =
    high !== null && ((sign === '>' && limit >= high) || (limit > high && (sign === '>=' || sign === '==')));
  const tooLow = low !== null && ((sign === '<' && limit <= low) || (limit < low && (sign === '<=' || sign === '==')));
  return tooHigh || tooLow
    ? `\`${name}\` lies between ${low ?? '-∞'} and ${high ?? '∞'}, so that this is never true and the step never runs`
    : undefined;
}

const MIRRORED: Readonly<Partial<Record<Binary['operator'], Binary['operator']>>> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  '==': '==',
};

function numberOf(expression: Expression): number | undefined {
  if (expression.kind === 'literal') return typeof expression.value === 'number' ? expression.value : undefined;
  if (expression.kind !== 'unary' || expression.operator !== '-') return undefined;
  const value = numberOf(expression.operand);
  return value === undefined ? undefined : -value;
}

/** `roc_auc` of `steps.evaluate.metrics.roc_auc`, where that step evaluates. */
function measuredMetric({ steps }: Pipeline, expression: Expression): string | undefined {
  const [context, id, output, name, ...more] = fixedPath(expression) ?? [];
  if (context !== 'steps' || output !== 'metrics' || typeof name !== 'string' || more.length > 0) return undefined;
  const step = steps.get(String(id));
  return step?.kind === 'uses' && step.uses === 'model/evaluate' ? name : undefined;
}
