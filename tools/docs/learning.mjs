import { learners } from '../../engine/src/catalog/learners.ts';
import { metrics } from '../../engine/src/catalog/metrics.ts';
import { code, table } from './markdown.mjs';

/** Every learner with its parameters. */
export function learnersPage() {
  return [
    '# Learners',
    'What may stand after `learner` in a step `model/train`, and what its `params` may hold.',
    ...learners.flatMap((learner) => [
      `## ${learner.name}`,
      `${learner.description} Tasks: ${learner.tasks.join(', ')}.`,
      table(
        ['parameter', 'type', 'default', 'from', 'to', 'what it is'],
        learner.params.map((param) => [
          code(param.name),
          param.type,
          figure(param.default),
          figure(param.min),
          figure(param.max),
          param.description,
        ]),
      ),
    ]),
  ].join('\n\n');
}

/** Every metric. */
export function metricsPage() {
  return [
    '# Metrics',
    'What may stand under `metrics` in a step `model/evaluate` and after `--metrics` of `modelyard evaluate`. A metric of your own has a name and SQL: see [steps](steps.md).',
    table(
      ['metric', 'tasks', 'better', 'range', 'from', 'what it is', 'formula after'],
      metrics.map((metric) => [
        code(metric.name),
        metric.tasks.join(', '),
        metric.better,
        `${metric.range[0] ?? '-∞'} to ${metric.range[1] ?? '∞'}`,
        metric.needs,
        metric.description,
        metric.source,
      ]),
    ),
  ].join('\n\n');
}

function figure(value) {
  return Math.abs(value) >= 1e7 ? value.toExponential().replace('e+', 'e') : String(value);
}
