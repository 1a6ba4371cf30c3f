import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseTree } from '../../../../engine/src/language/tree.ts';
import type { Offer } from '../../../../engine/src/monitoring/alerts/offer.ts';
import { readAlerts } from '../../../../engine/src/monitoring/alerts/readAlerts.ts';
import type { AlertsAround } from '../../../../engine/src/operations/alerts/alertsAround.ts';
import { tellAlerts } from '../../../../engine/src/operations/alerts/tellAlerts.ts';
import type { Run } from '../../../../engine/src/ports/runStore.ts';
import { memoryMonitors } from '../../../kit/memoryMonitors.ts';
import { monitorReport } from '../../../kit/monitorReport.ts';

const DAY = 86_400_000;
const START = Date.UTC(2001, 4, 14);
const OFFER: Offer = {
  model: 'm',
  version: 8,
  alias: 'production',
  status: 'allowed',
  champion: 7,
  gates: { passed: 9, of: 9 },
  said: 'm:8 may become production.',
};

/** A project whose monitor has `train` run; runs begin as `begins` says. */
function world(alert: string, { begins = true } = {}) {
  let now = START;
  const runs = new Map<string, Partial<Run>>();
  const started: (readonly string[])[] = [];
  const monitors = memoryMonitors(() => now);
  const host = {
    clock: { now: () => now, sleep: async () => undefined },
    files: { read: async () => (started.length > 0 && !begins ? 'error: It needs the param seed.\n' : '') },
    async startDetached(args: readonly string[]) {
      started.push(args);
      const id = args[args.indexOf('--run-id') + 1]!;
      const tags = { 'modelyard.pipeline': 'train', 'modelyard.alert': 'flight-delay' };
      if (begins) runs.set(id, { id, status: 'running', tags, parent: undefined });
    },
  };
  const stores = {
    folder: '/p/.modelyard',
    monitors,
    locks: { exclusively: <T>(_name: string, work: () => Promise<T>) => work() },
    runs: {
      reap: async () => [],
      search: async () => ({ runs: [...runs.values()].filter(({ status }) => status === 'running') }),
      tagged: async () => [...runs.values()].reverse(),
      async run(id: string) {
        if (!runs.has(id)) throw new Error('run-not-found');
        return runs.get(id);
      },
    },
  };
  const around = { host, root: '/p', stores } as unknown as AlertsAround;
  const rules = readAlerts(parseTree(`alert:\n  - ${alert}`));
  return {
    started,
    runs,
    end(tags: Readonly<Record<string, string>> = {}) {
      for (const [id, run] of runs) runs.set(id, { ...run, status: 'finished', tags: { ...run.tags, ...tags } });
    },
    async check(day: number) {
      now = START + day * DAY;
      const report = monitorReport({ verdict: 'drift', due: new Date(now).toISOString() });
      const [told] = await tellAlerts(around, { monitor: 'flight-delay', rules, report });
      return told!;
    },
  };
}

describe('an alert that trains anew', () => {
  test('starts the pipeline once, and again when its cool-down has passed', async () => {
    const { check, started, end } = world('{pipeline: train, cool_down: 2d}');
    const first = await check(0);
    assert.deepEqual([first.state, started.length], ['sent', 1]);
    assert.deepEqual(started[0]?.slice(0, 6), ['run', 'train', '--project', '/p', '--monitor', 'flight-delay']);
    assert.equal(first.run, started[0]?.[started[0].indexOf('--run-id') + 1]);
    end();
    assert.equal((await check(1)).state, 'held');
    assert.equal((await check(2)).state, 'sent');
    assert.equal(started.length, 2);
    assert.notEqual((await check(2)).run, first.run);
  });

  test('never runs twice at once, and does not rest for a run that it did not begin', async () => {
    const { check, started, runs, end } = world('{pipeline: train, cool_down: 14d}');
    runs.set('b', {
      id: 'b'.repeat(32),
      status: 'running',
      tags: { 'modelyard.pipeline': 'train' },
      parent: undefined,
    });
    const held = await check(0);
    assert.deepEqual([held.state, held.said, started.length], ['held', 'Run bbbbbbbb of it is at work.', 0]);
    end();
    assert.equal((await check(1)).state, 'sent');
  });

  test('of one check starts one run, also where the check is told again', async () => {
    const { check, started } = world('{pipeline: train}');
    const first = await check(0);
    const again = await check(0);
    assert.deepEqual([again.run, started.length], [first.run, 1]);
  });

  test('that cannot begin is said, and tried at the next check', async () => {
    const { check, started } = world('{pipeline: train, cool_down: 14d}', { begins: false });
    const failed = await check(0);
    assert.equal(failed.state, 'failed');
    assert.match(failed.said ?? '', /It needs the param seed/);
    assert.equal((await check(1)).state, 'failed');
    assert.equal(started.length, 2);
  });

  test('says at the next check what became of it', async () => {
    const { check, end } = world('{pipeline: train, cool_down: 14d}');
    const { run } = await check(0);
    end({ 'modelyard.offer': JSON.stringify([OFFER]) });
    const held = await check(1);
    assert.equal(held.run, run);
    assert.match(held.said ?? '', /^Rests 14d .* m:8 may become production\.$/);
  });
});
