import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openHost } from '../../engine/src/adapters/host.ts';
import type { MetricPoint } from '../../engine/src/ports/runStore.ts';
import { curveOfPoints } from '../../engine/src/tracking/curveOfPoints.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

const SHAPES: Readonly<Record<string, readonly MetricPoint[]>> = {
  'even steps': points(1000, (index) => ({ step: index })),
  'gaps, NaN and infinities': points(300, (index) => ({
    step: index * index,
    value: index % 7 === 0 ? Number.NaN : index % 31 === 0 ? Number.POSITIVE_INFINITY : Math.sin(index),
  })),
  'one step at many times': points(200, (index) => ({ step: 4, timestamp: 1000 + index * 13 })),
  'few steps, each often': points(200, (index) => ({ step: index >> 5, timestamp: index })),
  'NaN alone': points(60, (index) => ({ step: index, value: Number.NaN })),
  'one point': points(1, () => ({ step: 9 })),
};

test('points at hand make the curve that the store makes of them', async (t) => {
  const folder = temporaryFolder(t);
  const host = openHost({ folder, projectFolder: undefined, verbose: false, restart: ['false'] });
  t.after(() => host.close());
  const { runs, curves } = await host.stores(folder);
  for (const [name, logged] of Object.entries(SHAPES)) {
    const { id } = await runs.createRun({ experiment: 'e', name, startTime: 1, user: 'ada' });
    await runs.log(id, { metrics: logged.map((point) => ({ key: 'loss', ...point })) });
    for (const most of [20, 57, 2000]) {
      const stored = await curves.curve({ run: id, metric: 'loss', most });
      const made = curveOfPoints(await runs.history(id, 'loss'), most);
      assert.deepEqual(rounded(made), rounded(stored), `${name}, ${most}`);
    }
  }
});

/** Sums of floats in another order differ in their last digits. */
function rounded(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, one) =>
      typeof one === 'number' ? (Number.isFinite(one) ? one.toPrecision(9) : `${one}`) : one,
    ),
  );
}

function points(
  count: number,
  of: (index: number) => Partial<MetricPoint> & Pick<MetricPoint, 'step'>,
): readonly MetricPoint[] {
  return Array.from({ length: count }, (_, index) => ({
    value: Math.cos(index),
    timestamp: 1000 + index,
    ...of(index),
  }));
}
