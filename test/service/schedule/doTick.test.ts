import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Run } from '../../../engine/src/ports/runStore.ts';
import type { Trigger } from '../../../engine/src/project/triggers.ts';
import { doTick, type TickAround } from '../../../service/src/schedule/doTick.ts';

const DUE = Date.UTC(2026, 10, 23, 3);
const SIGNAL = new AbortController().signal;

function trigger(kind: Trigger['kind']): Trigger {
  return {
    id: `${kind} a`,
    kind,
    name: 'a',
    file: '',
    schedule: undefined,
    data: [],
    catchup: 'latest',
    problem: undefined,
  };
}

describe('a check that is due', () => {
  const check = async (end: { readonly code: number | null; readonly out: string; readonly err: string }) => {
    const calls: (readonly string[])[] = [];
    const host = {
      async runProgram(args: readonly string[]) {
        calls.push(args);
        return end;
      },
    };
    const around = { host, root: '/p', stores: {} } as unknown as TickAround;
    const told = await doTick(around, { trigger: trigger('monitor'), due: DUE, by: 'schedule' }, SIGNAL);
    return { told, calls };
  };

  const report = (due: string) => JSON.stringify({ id: 'c1', headline: 'Nothing drifted.', due });

  test('is made in a process of its own for its moment', async () => {
    const { told, calls } = await check({ code: 0, out: report('2026-11-23T03:00:00.000Z'), err: '' });
    assert.deepEqual(calls, [
      [
        'monitor',
        'run',
        'a',
        '--at',
        '2026-11-23T03:00:00.000Z',
        '--by',
        'schedule',
        '--project',
        '/p',
        '--quiet',
        '--format',
        'json',
      ],
    ]);
    assert.deepEqual(told, { kind: 'done', said: 'Nothing drifted.', id: 'c1' });
  });

  test('that a check of an earlier moment stands for says since when nothing is new', async () => {
    const { told } = await check({ code: 0, out: report('2026-11-20T03:00:00.000Z'), err: '' });
    assert.deepEqual(told, {
      kind: 'done',
      said: 'Nothing new since the check of 20 Nov 2026, 03:00:00 UTC: Nothing drifted.',
      id: 'c1',
    });
  });

  test('that could not be made has failed, with what it said', async () => {
    const { told } = await check({ code: 2, out: '', err: 'warning: x\nerror: There is no model `m`.\nnext: y\n' });
    assert.deepEqual(told, { kind: 'failed', said: 'There is no model `m`.', id: null });
    assert.equal((await check({ code: 137, out: 'half', err: '' })).told.said, 'The check ended with exit code 137.');
    assert.equal((await check({ code: null, out: '', err: '' })).told.kind, 'failed');
  });
});

describe('a run that is due', () => {
  /** A store in which a started run ends as `ends` says. */
  function world(ends: Run['status'], others: readonly Partial<Run>[] = []) {
    const runs = new Map<string, Partial<Run>>();
    const started: (readonly string[])[] = [];
    const host = {
      files: { read: async () => '' },
      clock: {
        sleep: async () => {
          for (const [id, run] of runs) runs.set(id, { ...run, status: ends });
        },
      },
      async startDetached(args: readonly string[]) {
        started.push(args);
        const id = args[args.indexOf('--run-id') + 1]!;
        runs.set(id, {
          id,
          status: 'running',
          tags: { 'modelyard.failure': ends === 'failed' ? 'out of memory' : '' },
        });
      },
    };
    const stores = {
      folder: '/p/.modelyard',
      runs: {
        reap: async () => [],
        search: async () => ({ runs: others }),
        log: async () => undefined,
        async run(id: string) {
          const found = runs.get(id);
          if (found === undefined) throw new Error('run-not-found');
          return found;
        },
      },
    };
    const around = { host, root: '/p', stores } as unknown as TickAround;
    const run = () => doTick(around, { trigger: trigger('pipeline'), due: DUE, by: 'schedule' }, SIGNAL);
    return { run, started };
  }

  test('is started once for its moment, whoever comes again', async () => {
    const { run, started } = world('finished');
    const first = await run();
    const again = await run();
    assert.equal(first.kind, 'done');
    assert.deepEqual(again, first);
    assert.equal(started.length, 1);
    assert.deepEqual(started[0]?.slice(0, 4), ['run', 'a', '--project', '/p']);
  });

  test('that fails is said with its reason', async () => {
    const told = await world('failed').run();
    assert.equal(told.kind, 'failed');
    assert.match(told.said ?? '', /^Run [0-9a-f]{8} failed: out of memory$/);
  });

  test('does not begin beside another of the same pipeline', async () => {
    const { run, started } = world('finished', [{ id: 'b'.repeat(32), tags: { 'modelyard.pipeline': 'a' } }]);
    assert.deepEqual(await run(), { kind: 'missed', said: 'Run bbbbbbbb of it was at work.', id: 'b'.repeat(32) });
    assert.deepEqual(started, []);
  });
});
