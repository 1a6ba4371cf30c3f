import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planSteps, type Selection, type StepDeclaration } from '../../../engine/src/pipeline/plan.ts';

const step = (name: string, needs: string[] = [], matrix?: StepDeclaration['matrix']): StepDeclaration => ({
  name,
  uses: 'run',
  needs,
  matrix,
  condition: { kind: 'needs' },
  retries: 0,
  timeout: undefined,
  cache: true,
  resolve: () => ({ with: {}, secrets: {} }),
});

const flights = [
  step('register', ['train', 'evaluate']),
  step('evaluate', ['train', 'split']),
  step('train', ['split']),
  step('split'),
];
const modes = (selection: Selection) => planSteps(flights, selection).map((planned) => `${planned.id} ${planned.mode}`);

test('each step comes after what it needs, whatever the order in the file', () => {
  assert.deepEqual(modes({}), ['split normal', 'train normal', 'evaluate normal', 'register normal']);
});

test('--until leaves out what comes later', () => {
  assert.deepEqual(modes({ until: 'train' }), ['split normal', 'train normal']);
});

test('--from runs a step and what follows again, on cached results of what comes before', () => {
  assert.deepEqual(modes({ from: 'evaluate' }), [
    'split from-cache',
    'train from-cache',
    'evaluate again',
    'register again',
  ]);
});

test('--only runs one step on cached results of what it needs', () => {
  assert.deepEqual(modes({ only: 'train' }), ['split from-cache', 'train again']);
});

test('--force takes nothing from the cache', () => {
  assert.deepEqual(modes({ force: true, until: 'train' }), ['split again', 'train again']);
});

test('a matrix is one execution for each combination', () => {
  const planned = planSteps([step('train', [], { rate: [0.1, 0.2], leaves: [31, 63] })]);
  assert.deepEqual(
    planned.map(({ id, matrix }) => [id, matrix]),
    [
      ['train[0]', { rate: 0.1, leaves: 31 }],
      ['train[1]', { rate: 0.1, leaves: 63 }],
      ['train[2]', { rate: 0.2, leaves: 31 }],
      ['train[3]', { rate: 0.2, leaves: 63 }],
    ],
  );
});
