import { pipelineOf } from '../project/ofFile.ts';
import type { Pipeline } from '../project/pipeline.ts';
import { circlesIn } from './circles.ts';
import type { Family, Found } from './rule.ts';

/** Steps that wait for each other. */
export const cycles: Family = {
  rules: [
    {
      code: 'cycle',
      title: 'Steps wait for each other in a circle',
      severity: 'error',
      pace: 'fast',
      docs: 'Each of these steps needs, by `needs` or by an expression, what comes only after it, so that none can ever start. Take one of the needs out; often the second of two steps should read an output of the one before the first.',
    },
  ],
  *check(project, file) {
    const pipeline = pipelineOf(project, file);
    if (pipeline !== undefined) for (const circle of circles(pipeline)) yield problem(pipeline, circle);
  },
};

function circles(pipeline: Pipeline): readonly (readonly string[])[] {
  return circlesIn(pipeline.steps.keys(), (id) => pipeline.steps.get(id)?.needs.map((need) => need.step) ?? []);
}

function problem(pipeline: Pipeline, circle: readonly string[]): Found {
  const [first = ''] = circle;
  const step = pipeline.steps.get(first);
  const need = step?.needs.find((candidate) => candidate.step === (circle[1] ?? first));
  const way = [...circle, first].map((id) => `\`${id}\``).join(' needs ');
  return {
    code: 'cycle',
    file: pipeline.file,
    range: need?.range ?? pipeline.tree.range(['steps', first], 'key'),
    message: circle.length === 1 ? `\`${first}\` needs itself` : `${way}: none of them can start`,
  };
}
