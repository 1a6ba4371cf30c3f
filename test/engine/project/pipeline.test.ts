import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluateTemplate } from '../../../engine/src/language/expressions/evaluate.ts';
import { parseTree } from '../../../engine/src/language/tree.ts';
import type { PipelineStep } from '../../../engine/src/project/pipeline.ts';
import { readPipeline } from '../../../engine/src/project/readPipeline.ts';
import type { SpecValue } from '../../../engine/src/project/specValue.ts';

function pipelineOf(text: string) {
  return readPipeline('p.pipeline.yaml', parseTree(text))!;
}

function stepOf(text: string): PipelineStep {
  const lines = text.trim().replaceAll('\n', '\n    ');
  return pipelineOf(`pipeline: p\nsteps:\n  one:\n    ${lines}\n`).steps.get('one')!;
}

test('a param is a default with its type, or says more', () => {
  const { params } = pipelineOf(`
pipeline: p
params:
  seed: 7
  rate: 0.5
  rounds: {type: integer, default: 300, min: 1, max: 1000, description: Trees}
  size: {type: string, enum: [small, large]}
steps: {}
`);
  const shown = [...params.values()].map(({ name, type, default: value, min, max, choices }) => ({
    ...{ name, type, value, min, max, choices },
  }));
  assert.deepEqual(shown, [
    { name: 'seed', type: 'integer', value: 7, min: undefined, max: undefined, choices: undefined },
    { name: 'rate', type: 'float', value: 0.5, min: undefined, max: undefined, choices: undefined },
    { name: 'rounds', type: 'integer', value: 300, min: 1, max: 1000, choices: undefined },
    { name: 'size', type: 'string', value: undefined, min: undefined, max: undefined, choices: ['small', 'large'] },
  ]);
});

test('needs are those declared and those that expressions imply, each once', () => {
  const { steps } = pipelineOf(`
pipeline: p
steps:
  a: {uses: data/validate, with: {data: flights}}
  b:
    uses: model/evaluate
    needs: [a]
    if: \${{ steps.c.metrics.auc > 0.5 && steps.a.failed == 0 }}
    with:
      model: \${{ steps.train.model }}
      metrics: [{name: cost, sql: "sum(x) * \${{ steps.price.value }}"}]
`);
  const needs = steps.get('b')!.needs.map(({ step, kind }) => `${step} ${kind}`);
  assert.deepEqual(needs, ['a declared', 'train implied', 'price implied', 'c implied']);
});

test('what stands around a step is read with its units', () => {
  const step = stepOf('uses: data/validate\nretries: 2\ntimeout: 15m\ncache: false\nif: always()\nwith: {data: x}');
  assert.deepEqual([step.retries, step.timeout, step.cache, step.condition], [2, 900_000, false, { kind: 'always' }]);
});

test('a whole expression keeps its type, an expression in SQL is a parameter', () => {
  const step = stepOf(`
uses: data/examples
with:
  from: \${{ params.name }}
  where: delay > \${{ params.late }} and origin = 'ORD'
  columns: {hour: hour(date)}
`);
  assert.equal(step.kind, 'uses');
  const values = step.kind === 'uses' ? step.with : new Map<string, SpecValue>();
  const from = values.get('from')!;
  assert.equal(from.kind === 'template' && evaluateTemplate(from.template, { params: { name: 'x' } }), 'x');
  const where = values.get('where')!;
  assert.equal(where.kind === 'sql' && where.sql.text, "delay > $expression_1 and origin = 'ORD'");
  assert.equal(where.kind === 'sql' && where.sql.offsetInScalar(21), 'delay > ${{ params.late }}'.length);
});

test('a program is cut into words, with inputs and outputs', () => {
  const step = stepOf(`
run: python train.py --data \${{ inputs.data }} --title "two words"
inputs: {code: train.py, data: {from: "\${{ steps.split.train }}", as: csv}}
outputs: {model: model.onnx}
`);
  assert.equal(step.kind, 'run');
  if (step.kind !== 'run') return;
  assert.deepEqual(
    step.words?.map((word) => (word.kind === 'constant' ? word.value : word.kind)),
    ['python', 'train.py', '--data', 'template', '--title', 'two words'],
  );
  assert.deepEqual(
    [...step.inputs].map(([name, { from, as }]) => [name, from.kind, as]),
    [
      ['code', 'constant', undefined],
      ['data', 'template', 'csv'],
    ],
  );
  assert.deepEqual(
    step.needs.map((need) => need.step),
    ['split'],
  );
});

test('a broken expression leaves its value out, not the step', () => {
  const step = stepOf('uses: data/validate\nwith: {data: "${{ params. }}"}');
  assert.equal(step.kind === 'uses' && step.with.get('data')?.kind, 'invalid');
});
