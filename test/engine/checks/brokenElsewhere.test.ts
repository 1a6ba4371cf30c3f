import { test } from 'node:test';
import { problems } from '../../kit/problems.ts';

/** What stands behind the break is not known, so nothing in other files is wrong for want of it. */
const BROKEN = 'broken: [ #~ yaml-syntax\n';

test('a view that is broken has all fields and entities that anybody names', () =>
  void problems(`
#- rows.dataset.yaml
dataset: rows
source: rows.csv
timestamp: at
#- airport.features.yaml
features: airport
${BROKEN}
#- a.pipeline.yaml
pipeline: a
steps:
  examples:
    uses: data/examples
    with:
      from: rows
      label: {late: late}
      columns: {x: x}
      features: [{view: airport, on: {airport: origin}, fields: [busy]}]
  train:
    uses: model/train
    with: {data: "\${{ steps.examples.data }}", target: late, learner: gradient-boosting, params: {seed: 1}}
  evaluate:
    uses: model/evaluate
    with: {model: "\${{ steps.train.model }}", data: "\${{ steps.examples.data }}", slices: [busy]}
`));

test('a dataset that is broken may have a timestamp', () =>
  void problems(`
#- rows.dataset.yaml
dataset: rows
${BROKEN}
#- a.pipeline.yaml
pipeline: a
steps:
  examples:
    uses: data/examples
    with: {from: rows, label: {late: late}, columns: {x: x}}
  split:
    uses: data/split
    with: {data: "\${{ steps.examples.data }}", by: time, test: 20%}
`));

test('a pipeline that is broken may have the params and models that others name', () =>
  void problems(`
#- modelyard.yaml
project: small
language: 1
environments: {ci: {params: {rounds: 20}}}
#- a.pipeline.yaml
pipeline: a
${BROKEN}
`));

test('settings that are broken may allow every variable', () =>
  void problems(`
#- modelyard.yaml
project: small
language: 1
${BROKEN}
#- a.pipeline.yaml
pipeline: a
steps:
  fetch: {run: "python fetch.py \${{ env.ROOT }}", cache: false}
`));
