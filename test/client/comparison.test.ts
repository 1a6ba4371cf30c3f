import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comparisonOf, comparisonOfRuns } from '../../client/src/views/comparison.ts';

const root = 'file:///p';

test('an experiment is compared whole, a branch by a filter that can be changed', () => {
  assert.deepEqual(comparisonOf({ root, experiment: 'flights' }), { root, experiments: ['flights'] });
  assert.deepEqual(comparisonOf({ root, experiment: 'flights', branch: "ada's" }), {
    root,
    experiments: ['flights'],
    filter: "tags.mlflow.source.git.branch = 'ada''s'",
  });
  assert.equal(
    comparisonOf({ root, experiment: 'flights', branch: null }).filter,
    'tags.mlflow.source.git.branch IS NULL',
  );
});

test('an experiment of another tool is compared where it lies', () => {
  const source = { id: 'mlruns', kind: 'mlruns', place: 'mlruns', name: 'mlruns' } as const;
  const server = { ...source, id: 'm', kind: 'mlflow-server' } as const;
  assert.deepEqual(comparisonOf({ root, experiment: 'fares', source }), {
    root,
    experiments: ['fares'],
    source: { id: 'mlruns', name: 'mlruns', isAway: false },
  });
  assert.equal(comparisonOf({ root, experiment: 'fares', source: server }).source?.isAway, true);
});

test('chosen runs are compared with those of the first one\u2019s project', () => {
  const rows = [
    { root, experiment: 'flights' },
    { root, experiment: 'flights', run: 'a' },
    { root, experiment: 'delays', run: 'b' },
    { root: 'file:///other', experiment: 'flights', run: 'c' },
    { root, experiment: 'flights', run: 'a' },
  ];
  assert.deepEqual(comparisonOfRuns(rows), { root, experiments: ['flights', 'delays'], runs: ['a', 'b'] });
  assert.equal(comparisonOfRuns([{ root, experiment: 'flights' }]), undefined);
});

test('chosen runs of several tools are compared in one table, our own first', () => {
  const mlruns = { id: 'mlruns', kind: 'mlruns', place: 'mlruns', name: 'mlruns' } as const;
  const db = { id: 'mlflow-db', kind: 'mlflow-database', place: 'mlflow.db', name: 'mlflow.db' } as const;
  const theirs = { root, experiment: 'fares', run: 'b@mlruns', source: mlruns };
  const rows = [theirs, { root, experiment: 'flights', run: 'a' }, { ...theirs, run: 'c@mlflow-db', source: db }];
  assert.deepEqual(comparisonOfRuns(rows), {
    root,
    experiments: ['flights'],
    runs: ['b@mlruns', 'a', 'c@mlflow-db'],
    also: [
      { source: { id: 'mlruns', name: 'mlruns', isAway: false }, experiments: ['fares'] },
      { source: { id: 'mlflow-db', name: 'mlflow.db', isAway: false }, experiments: ['fares'] },
    ],
  });
  assert.deepEqual(comparisonOfRuns([theirs]), {
    root,
    experiments: ['fares'],
    runs: ['b@mlruns'],
    source: { id: 'mlruns', name: 'mlruns', isAway: false },
  });
});
