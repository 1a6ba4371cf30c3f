import { test } from 'node:test';
import { problems } from '../../kit/problems.ts';

test('YAML that cannot be read is one problem', () => {
  problems(`
#- churn.dataset.yaml
dataset: churn
source: [a.csv   #~ yaml-syntax
`);
});

test('behind a break in the YAML nothing else is judged, nor what may stand there', () => {
  problems(`
#- p.pipeline.yaml
pipeline: p
params: {seed: 7}
steps:
  one: {uses: data/validate, with: {data: lost}, needs: [three]} #~ unknown-dataset
  two: {uses: data/validate, with: {data: "lost"} x} #~ yaml-syntax
  three: {uses: data/validate, with: {data: lost}, if: "\${{ params.seed > 3 }}"}
`);
});

test('a key that the kind does not know, and one that is missing', () => {
  problems(
    `
#- churn.dataset.yaml
dataset: churn
sorce: churn.csv #~ unknown-key
#- other.dataset.yaml
dataset: other #~ missing-key
colour: red #~ unknown-key
`,
  );
});

test('the with of a step is judged by the schema of the step', () => {
  problems(`
#- p.pipeline.yaml
pipeline: p
steps:
  split:
    uses: data/split
    with:   #~ missing-key
      data: \${{ steps.split.train }} #~ cycle
      validation: 120% #~ bad-format
      seeds: 7 #~ unknown-key
`);
});

test('a file of another tool with an ending of ours is left alone', () => {
  problems(`
#- kedro.dataset.yaml
companies: #~ foreign-file
  type: pandas.CSVDataset
`);
});

test('a misspelt first key is said so', () => {
  problems(`
#- churn.dataset.yaml
datset: churn #~ foreign-file
source: churn.csv
`);
});

test('a project in a newer language is not guessed at', () => {
  problems(`
#- modelyard.yaml
project: p
language: 99 #~ language-too-new
`);
});

test('two specs of one kind and name are both told', () => {
  problems(`
#- a.dataset.yaml
dataset: churn #~ duplicate-name
source: a.csv
#- b.dataset.yaml
dataset: churn #~ duplicate-name
source: b.csv
#- churn.pipeline.yaml
pipeline: churn
steps: {check: {uses: data/validate, with: {data: churn}}}
`);
});

test('a comment silences one rule on its line or the next', () => {
  problems(`
#- a.dataset.yaml
dataset: churn # modelyard-ignore duplicate-name
source: a.csv
#- b.dataset.yaml
# modelyard-ignore unknown-key, duplicate-name
dataset: churn
source: b.csv
colour: red #~ unknown-key
`);
});

test('a secret in plain text is found by its form or by the name of its variable', () => {
  problems(`
#- s.py
#- p.pipeline.yaml
pipeline: p
description: see https://user:hunter2hunter2@example.org/   #~ secret-in-plain-text
steps:
  s:
    run: python s.py
    inputs: {code: s.py}
    env:
      API_TOKEN: 3f9a8b7c6d5e4f   #~ secret-in-plain-text
      REGION: AKIAIOSFODNN7EXAMPLE   #~ secret-in-plain-text
      GOOD_TOKEN: \${{ secrets.GOOD_TOKEN }}
      NAME: something else
`);
});
