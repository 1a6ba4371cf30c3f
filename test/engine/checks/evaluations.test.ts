import { test } from 'node:test';
import { problems } from '../../kit/problems.ts';

/** A pipeline over a dataset of predictions, with these steps. */
function pipeline(steps: string): string {
  return `
#- scored.csv
id,port,late,p,said
1,a,true,0.5,yes
#- scored.dataset.yaml
dataset: scored
source: scored.csv
#- measure.pipeline.yaml
pipeline: measure
steps:
  train:
    run: node train.mjs
    inputs: {code: train.mjs}
    outputs: {model: model/, booster: booster.txt, said: said.parquet, report: report.html}
  ${steps.replace(/^\n/, '').replaceAll('\n', '\n  ')}
`;
}

test('predictions of a dataset and of a program are measured without a model', () => {
  problems(
    pipeline(`
ours:
  uses: model/evaluate
  with: {predictions: scored, target: late, score: p, key: [id], slices: [port], metrics: [roc_auc]}
theirs:
  uses: model/evaluate
  with: {predictions: "\${{ steps.train.said }}", target: late, score: {a: p_a, b: p_b}, slices: [anything]}
`),
  );
});

test('one of model and predictions is given, with the keys that go with it', () => {
  problems(
    pipeline(`
neither:
  uses: model/evaluate
  with: {metrics: [roc_auc]} #~ missing-key missing-key
both:
  uses: model/evaluate
  with:
    model: \${{ steps.train.model }} #~ evaluation-input
    data: \${{ steps.train.said }} #~ evaluation-input
    predictions: scored
    target: late
    score: p
rows:
  uses: model/evaluate
  with: #~ missing-key
    model: \${{ steps.train.model }}
target:
  uses: model/evaluate
  with:
    model: \${{ steps.train.model }}
    data: \${{ steps.train.said }}
    target: late #~ evaluation-input
bare:
  uses: model/evaluate
  with: #~ missing-key missing-key
    predictions: scored
`),
  );
});

test('columns of predictions are those of the dataset, and scores are numbers', () => {
  problems(
    pipeline(`
wrong:
  uses: model/evaluate
  with:
    predictions: scored
    target: lat #~ unknown-column
    score: said #~ score-type
    prediction: sayd #~ unknown-column
    key: [nr] #~ unknown-column
    slices: [airport] #~ unknown-column
classes:
  uses: model/evaluate
  with:
    predictions: scored
    target: port
    score:
      a: p
      b: late #~ score-type
      c: p_c #~ unknown-column
unknown:
  uses: model/evaluate
  with: {predictions: scord, target: late, score: p} #~ unknown-dataset
file:
  uses: model/evaluate
  with: {predictions: "\${{ steps.train.report }}", target: late, score: p} #~ expression-type
task:
  uses: model/evaluate
  with: {predictions: scored, target: late, score: p, metrics: [rmse]} #~ metric-task
`),
  );
});

test('a folder and a file of a program are registered, a table is not', () => {
  problems(
    pipeline(`
measure:
  uses: model/evaluate
  with: {predictions: scored, target: late, score: p}
folder:
  uses: model/register
  with: {model: "\${{ steps.train.model }}", name: folder, evaluation: measure}
file:
  uses: model/register
  with: {model: "\${{ steps.train.booster }}", name: file, evaluation: train} #~ evaluation-input
table:
  uses: model/register
  with: {model: "\${{ steps.train.said }}", name: table, evaluation: mesure} #~ expression-type unknown-step
`),
  );
});
