import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunEvent } from '../../../engine/src/pipeline/events.ts';
import { RunProgress } from '../../../server/src/data/answers/runProgress.ts';

const BEGAN = Date.parse('2026-11-20T10:00:00.000Z');
const at = (seconds: number) => BEGAN + seconds * 1000;
const iso = (seconds: number) => new Date(at(seconds)).toISOString();

const plan: RunEvent = {
  type: 'run.started',
  run: 'a',
  pipeline: 'ships',
  steps: ['split', 'train', 'score'].map((step) => ({ step, needs: [] })),
  resumed: false,
  at: iso(0),
};
const started = (step: string, seconds: number): RunEvent => ({
  type: 'step.started',
  step,
  run: `${step}-run`,
  attempt: 1,
  at: iso(seconds),
});
const finished = (step: string, seconds: number): RunEvent => ({
  type: 'step.finished',
  step,
  status: 'done',
  seconds: 1,
  at: iso(seconds),
});

test('a run that was planned tells its steps, and nothing before', () => {
  const progress = new RunProgress();
  const nothing = { step: null, fraction: null, message: null, secondsLeft: null };
  assert.deepEqual(progress.at(at(0)), { ...nothing, steps: { done: 0, all: 0 } });
  progress.take(plan, at(0));
  assert.deepEqual(progress.at(at(0)), { ...nothing, steps: { done: 0, all: 3 } });
});

test('what is left of a step follows from its pace, and goes on while it says nothing', () => {
  const progress = told([plan, started('split', 0), finished('split', 1), started('train', 1)], 1);
  assert.equal(progress.at(at(2)).secondsLeft, null);
  progress.take({ type: 'step.progress', step: 'train', fraction: 0.25, message: 'round 1 of 4' }, at(3));
  assert.deepEqual(progress.at(at(3)), {
    step: 'train',
    fraction: 0.25,
    message: 'round 1 of 4',
    secondsLeft: 6,
    steps: { done: 1, all: 3 },
  });
  assert.equal(progress.at(at(5)).secondsLeft, 4);
  assert.equal(progress.at(at(50)).secondsLeft, 0);
});

test('a clock that jumps back tells no time that is left', () => {
  const progress = told([plan, started('train', 100)], 100);
  progress.take({ type: 'step.progress', step: 'train', fraction: 0.5 }, at(10));
  assert.equal(progress.at(at(10)).secondsLeft, null);
  const late = told([plan, started('train', 0)], 0);
  late.take({ type: 'step.progress', step: 'train', fraction: 0.5 }, at(100));
  assert.equal(late.at(at(40)).secondsLeft, 100, 'no more than its pace told');
});

test('of steps side by side the first is told; between two there is none', () => {
  const progress = told([plan, started('split', 0), started('train', 1)], 1);
  assert.equal(progress.at(at(1)).step, 'split');
  progress.take(finished('split', 2), at(2));
  assert.equal(progress.at(at(2)).step, 'train');
  progress.take(finished('train', 3), at(3));
  assert.deepEqual([progress.at(at(3)).step, progress.at(at(3)).steps], [null, { done: 2, all: 3 }]);
});

test('a run that is resumed counts its steps anew, and a step that is tried again is not done', () => {
  const progress = told([plan, started('split', 0), finished('split', 1), { ...plan, resumed: true }], 2);
  assert.deepEqual(progress.at(at(2)).steps, { done: 0, all: 3 });
  const again = told([plan, started('split', 0), finished('split', 1), started('split', 2)], 2);
  assert.deepEqual(again.at(at(2)).steps, { done: 0, all: 3 });
});

function told(events: readonly RunEvent[], seconds: number): RunProgress {
  const progress = new RunProgress();
  for (const event of events) progress.take(event, at(seconds));
  return progress;
}
