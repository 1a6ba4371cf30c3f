import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { openHost } from '../../../engine/src/adapters/host.ts';
import { loadProject } from '../../../engine/src/project/load.ts';
import { viewAnswers } from '../../../server/src/data/answers/views.ts';
import { newViewMemory } from '../../../server/src/data/viewMemory.ts';
import type { Curve, CurvesAsked } from '../../../server/src/views/comparison.ts';
import { testProject } from '../../kit/project.ts';

const signal = new AbortController().signal;

interface Point {
  readonly key?: string;
  readonly step: number;
  readonly value: number;
  readonly time?: number;
}

test('a short curve is told whole, with NaN, infinities and equal steps', async (t) => {
  const { add, told } = await project(t);
  const run = await add([
    { step: 0, value: 1 },
    { step: 0, value: 2, time: 5 },
    { step: 3, value: Number.NaN },
    { step: 4, value: Number.NEGATIVE_INFINITY },
  ]);
  const { curves, names } = await told({ runs: [run], metrics: ['loss'] });
  assert.deepEqual(names, [{ name: 'loss', runs: 1 }]);
  const [curve] = curves;
  assert.deepEqual(floats(curve?.steps), [0, 0, 3, 4]);
  assert.deepEqual(floats(curve?.values), [1, 2, Number.NaN, Number.NEGATIVE_INFINITY]);
  assert.equal(curve?.total, 4);
  assert.equal(curve?.low, undefined);
});

test('a run has the curves of the runs within it, and only metrics with more than one point are curves', async (t) => {
  const { add, told } = await project(t);
  const run = await add([{ key: 'auc', step: 0, value: 0.7 }]);
  await add(
    [
      { step: 1, value: 3 },
      { step: 2, value: 2 },
    ],
    run,
  );
  const alone = await add([{ step: 1, value: 5 }]);
  const { curves, names } = await told({ runs: [run, alone], metrics: ['loss', 'auc', 'none'] });
  assert.deepEqual(names, [{ name: 'loss', runs: 1 }]);
  assert.deepEqual(
    curves.map((curve) => [curve.run, curve.metric, floats(curve.values)]),
    [
      [run, 'loss', [3, 2]],
      [run, 'auc', [0.7]],
      [alone, 'loss', [5]],
    ],
  );
});

test('a long curve is told as means with least and greatest of each stretch', async (t) => {
  const { add, told } = await project(t);
  const values = Array.from({ length: 1000 }, (_, i) => (i === 555 ? 99 : i === 556 ? Number.NaN : i % 10));
  const run = await add(values.map((value, step) => ({ step, value })));
  const [curve] = (await told({ runs: [run], metrics: ['loss'], points: 100 })).curves;
  const [steps, means, low, high] = [curve?.steps, curve?.values, curve?.low, curve?.high].map(floats);
  assert.equal(curve?.total, 1000);
  assert.equal(steps?.length, 101);
  assert.deepEqual([steps?.[0], steps?.at(-1)], [0, 999]);
  assert.deepEqual([low?.[0], means?.[0], high?.[0]], [0, 4.5, 9]);
  assert.equal(Math.max(...(high ?? [])), 99);
  for (const [i, start] of (steps ?? []).slice(0, -1).entries()) {
    const inside: readonly number[] = values
      .slice(start, i === 99 ? 1000 : steps?.[i + 1])
      .filter((value) => !Number.isNaN(value));
    assert.deepEqual([low?.[i], high?.[i]], [Math.min(...inside), Math.max(...inside)]);
  }
  const [quick] = (await told({ runs: [run], metrics: ['loss'], points: 100, isQuick: true })).curves;
  assert.deepEqual(floats(quick?.steps), steps);
  assert.equal(quick?.low, undefined);
  assert.equal(quick?.total, null);
});

test('points of one step are cut along their time', async (t) => {
  const { add, told } = await project(t);
  const run = await add(Array.from({ length: 400 }, (_, i) => ({ step: 7, value: i, time: 1000 + i * 10 })));
  const [curve] = (await told({ runs: [run], metrics: ['loss'], points: 50 })).curves;
  assert.equal(curve?.total, 400);
  assert.ok(floats(curve?.times).length <= 51);
  assert.deepEqual([Math.min(...floats(curve?.low)), Math.max(...floats(curve?.high))], [0, 399]);
});

test('runs that are gone are left out, a stretch without a number is NaN', async (t) => {
  const { add, told } = await project(t);
  const run = await add(Array.from({ length: 40 }, (_, step) => ({ step, value: step < 20 ? Number.NaN : 1 })));
  const { curves } = await told({ runs: ['f'.repeat(32), run], metrics: ['loss'], points: 4 });
  assert.deepEqual(
    curves.map((curve) => floats(curve.values)),
    [[Number.NaN, Number.NaN, 1, 1, 1]],
  );
});

async function project(t: TestContext) {
  const { folder } = testProject(t, '');
  const host = openHost({ folder, projectFolder: undefined, verbose: false, restart: ['false'] });
  t.after(() => host.close());
  const { runs } = await host.stores(folder);
  const memory = newViewMemory();
  return {
    async add(points: readonly Point[], parent?: string): Promise<string> {
      const inside = parent === undefined ? {} : { parent };
      const { id } = await runs.createRun({ experiment: 'late', name: 'one', startTime: 1, user: 'ada', ...inside });
      await runs.log(id, {
        metrics: points.map(({ key = 'loss', time = 0, ...point }) => ({ key, timestamp: time, ...point })),
      });
      return id;
    },
    async told(params: CurvesAsked) {
      const viewed = { host, root: folder, project: await loadProject(host.files, folder), ...memory };
      return viewAnswers.curves(viewed, params, signal);
    },
  };
}

function floats(text: Curve['low']): readonly number[] {
  const bytes = Buffer.from(text ?? '', 'base64');
  return Array.from({ length: bytes.length / 8 }, (_, i) => bytes.readDoubleLE(i * 8));
}
