import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTree } from '../../../engine/src/language/tree.ts';
import { readPipeline } from '../../../engine/src/project/readPipeline.ts';
import { thresholds } from '../../../engine/src/project/thresholds.ts';

/** As `step: metric of step operator limit`, with the text that it stands in. */
function read(condition: string): readonly string[] {
  const pipeline = readPipeline(
    'p.pipeline.yaml',
    parseTree(`pipeline: p
params: {least: 0.6}
steps:
  evaluate: {uses: model/evaluate, with: {metrics: [roc_auc]}}
  own: {run: node own.mjs, outputs: {scores: scores.json}}
  register:
    uses: model/register
    if: ${condition}
`),
  )!;
  const lines = pipeline.tree.text.split('\n');
  return thresholds(pipeline).map(({ step, measured, operator, limit, range: { start, end } }) => {
    const said = typeof limit === 'number' ? limit : `params.${limit.param}`;
    const text = lines[start.line]?.slice(start.character, end.character);
    return `${step}: ${measured.metric} of ${measured.step} ${operator} ${said} in \`${text}\``;
  });
}

test('what a condition asks of a metric is a threshold at its place', () => {
  assert.deepEqual(read('${{ steps.evaluate.metrics.roc_auc > 0.65 }}'), [
    'register: roc_auc of evaluate > 0.65 in `steps.evaluate.metrics.roc_auc > 0.65`',
  ]);
  assert.deepEqual(read("steps.own.scores['skill'] >= -1"), [
    "register: skill of own >= -1 in `steps.own.scores['skill'] >= -1`",
  ]);
});

test('a limit that stands first, or is a param, is read from the side of the metric', () => {
  assert.deepEqual(read('${{ params.least < steps.evaluate.metrics.roc_auc }}'), [
    'register: roc_auc of evaluate > params.least in `params.least < steps.evaluate.metrics.roc_auc`',
  ]);
});

test('all that must hold are thresholds; what need not, or compares nothing of a metric, is none', () => {
  const both = read('${{ steps.evaluate.metrics.roc_auc > 0.5 && 3 >= steps.evaluate.metrics.log_loss }}');
  assert.deepEqual(
    both.map((line) => line.split(' in ')[0]),
    ['register: roc_auc of evaluate > 0.5', 'register: log_loss of evaluate <= 3'],
  );
  const none = [
    '${{ steps.evaluate.metrics.roc_auc > 0.5 || steps.own.scores.skill > 1 }}',
    '${{ steps.evaluate.metrics.roc_auc > steps.own.scores.skill }}',
    '${{ steps.evaluate.metrics.roc_auc != 1 }}',
    '${{ steps.evaluate.report.size > 1 }}',
    '${{ steps.nowhere.metrics.roc_auc > 1 }}',
    '${{ params.least > 1 }}',
    'always()',
    '${{ steps. }}',
  ];
  for (const condition of none) assert.deepEqual(read(condition), [], condition);
});
