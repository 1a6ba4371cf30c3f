import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { type TestContext, test } from 'node:test';
import { localFiles } from '../../../engine/src/adapters/files/localFiles.ts';
import type { LiveRun } from '../../../engine/src/operations/runs/page/runPage.ts';
import type { FileStat, Files } from '../../../engine/src/ports/files.ts';
import { userSettings } from '../../../server/src/live/gitSettings.ts';
import { ProjectLive } from '../../../server/src/live/projectLive.ts';
import type { Topic } from '../../../server/src/protocol.ts';
import type { Told } from '../../../server/src/views/viewQuestions.ts';
import { fakeTimers } from '../../kit/fakeTimers.ts';

const ROOT = '/work/shop';
const HOME = '/home/ada';
const STORE = `${ROOT}/.modelyard`;

test('nothing is asked and nothing waits while nothing changes', async (t) => {
  const live = await opened(t, []);
  assert.deepEqual(live.asked, 0);
  assert.equal(live.timers.waiting, 0);
  await live.timers.pass(3_600_000);
  assert.deepEqual([live.asked, live.topics, live.told], [0, [], []]);
});

test('a store that is there is asked once for runs at work', async (t) => {
  const live = await opened(t, [STORE]);
  assert.equal(live.asked, 1);
  assert.deepEqual([live.topics, live.told, live.timers.waiting], [[], [], 0]);
});

test('a store that comes later, with a run at work, is seen', async (t) => {
  const live = await opened(t, []);
  live.runs = [runAt(0.1)];
  live.put(STORE, 'folder');
  live.write(`${STORE}/runs.db-wal`, 100);
  await live.timers.pass(1000);
  assert.deepEqual(live.topics.flat().includes('runs'), true);
  assert.deepEqual(live.told, [[runAt(0.1)]]);
  assert.ok(live.watched.has(`${STORE}/runs/${runAt(0).run}`) === false);
  live.put(`${STORE}/runs`, 'folder');
  live.put(`${STORE}/runs/${runAt(0).run}`, 'folder');
  assert.ok(live.watched.has(`${STORE}/runs/${runAt(0).run}`));
});

test('progress of a run is told as it comes, without a word of other runs', async (t) => {
  const live = await opened(t, [STORE, `${STORE}/runs`, `${STORE}/runs/${runAt(0).run}`], [runAt(0)]);
  live.topics.length = 0;
  live.runs = [runAt(0.5)];
  live.write(`${STORE}/runs/${runAt(0).run}/events.ndjson`, 10);
  await live.timers.pass(500);
  assert.deepEqual([live.topics, live.told.at(-1)], [[], [runAt(0.5)]]);
});

test('a run of which nothing is heard is looked at slowly, and no more once it has ended', async (t) => {
  const live = await opened(t, [STORE], [runAt(0.5)]);
  const before = live.asked;
  await live.timers.pass(20_000);
  assert.ok(live.asked - before >= 3 && live.asked - before <= 4, String(live.asked - before));
  live.runs = [];
  await live.timers.pass(6000);
  assert.deepEqual(live.told.at(-1), []);
  const after = live.asked;
  await live.timers.pass(3_600_000);
  assert.deepEqual([live.asked - after, live.timers.waiting], [0, 0]);
});

test('a run that only beats is told of every two seconds, its figures each time, its end at once', async (t) => {
  const live = await opened(t, [STORE, `${STORE}/runs`, `${STORE}/runs/${runAt(0).run}`], [runAt(0.5)]);
  let size = 0;
  for (let second = 0; second < 10; second++) {
    const before = live.topics.length;
    live.write(`${STORE}/runs.db-wal`, ++size);
    await live.timers.pass(400);
    assert.ok(live.topics.slice(before).some(([topic]) => topic === 'figures' || topic === 'runs'));
    await live.timers.pass(100);
    live.write(`${STORE}/runs/${runAt(0).run}/events.ndjson`, size);
    await live.timers.pass(500);
  }
  const told = live.topics.flat().filter((topic) => topic === 'runs').length;
  assert.ok(told >= 4 && told <= 6, String(told));
  assert.equal(live.forgotten, 0);
  live.topics.length = 0;
  live.runs = [];
  live.write(`${STORE}/runs.db-wal`, ++size);
  await live.timers.pass(500);
  assert.deepEqual([live.topics, live.told.at(-1), live.forgotten], [[['figures'], ['runs']], [], 1]);
});

test('a database that is opened and left again tells nothing', async (t) => {
  const live = await opened(t, [STORE]);
  live.write(`${STORE}/runs.db-wal`, 0);
  live.write(`${STORE}/runs.db-shm`, 32768);
  await live.timers.pass(1000);
  live.remove(`${STORE}/runs.db-wal`);
  live.remove(`${STORE}/runs.db-shm`);
  await live.timers.pass(1000);
  assert.deepEqual([live.topics, live.asked], [[], 1]);
});

test('what the data child tidies up when it leaves tells nothing, what others write afterwards does', async (t) => {
  const live = await opened(t, [STORE]);
  live.write(`${STORE}/runs.db-wal`, 500);
  await live.timers.pass(1000);
  live.topics.length = 0;
  const { asked } = live;
  live.project.leaving('leaving');
  live.remove(`${STORE}/runs.db-wal`);
  live.write(`${STORE}/runs.db`, 9000);
  live.project.leaving('left');
  await live.timers.pass(1000);
  assert.deepEqual([live.topics, live.asked - asked], [[], 0]);
  live.write(`${STORE}/runs.db-wal`, 100);
  await live.timers.pass(1000);
  assert.deepEqual([live.topics, live.asked - asked], [[['figures'], ['runs']], 1]);
});

test('what others write while the data child leaves is told once it has left', async (t) => {
  const leaves = async (log: number | undefined, work: (live: Awaited<ReturnType<typeof opened>>) => Promise<void>) => {
    const live = await opened(t, [STORE]);
    if (log !== undefined) live.write(`${STORE}/runs.db-wal`, log);
    await live.timers.pass(1000);
    live.topics.length = 0;
    live.project.leaving('leaving');
    await work(live);
    live.project.leaving('left');
    await live.timers.pass(1000);
    assert.deepEqual(
      live.topics.flat().filter((topic) => topic !== 'figures'),
      ['runs'],
    );
    live.topics.length = 0;
    await live.timers.pass(10_000);
    assert.deepEqual(live.topics, []);
  };
  // Its log stays.
  await leaves(500, async (live) => live.write(`${STORE}/runs.db-wal`, 900));
  // It had none before.
  await leaves(undefined, async (live) => live.write(`${STORE}/runs.db`, 9000));
  // The child finds it in the log and tidies it up.
  await leaves(500, async (live) => {
    live.write(`${STORE}/runs.db-wal`, 900);
    await live.timers.pass(100);
    live.remove(`${STORE}/runs.db-wal`);
    live.write(`${STORE}/runs.db`, 9000);
  });
});

test('figures are told before anything is looked at, lists of runs after it', async (t) => {
  const live = await opened(t, [STORE], [runAt(0.5)]);
  await live.timers.pass(1000);
  live.topics.length = 0;
  const { asked } = live;
  live.write(`${STORE}/runs.db-wal`, 500);
  await live.timers.pass(20);
  assert.deepEqual([live.topics, live.asked - asked], [[['figures']], 0]);
  live.write(`${STORE}/runs.db-wal`, 500);
  await live.timers.pass(20);
  assert.deepEqual([live.topics, live.asked - asked], [[['figures']], 0]);
  await live.timers.pass(500);
  assert.equal(live.asked - asked, 1);
});

test('a store that is deleted and made anew is seen both times', async (t) => {
  const live = await opened(t, [STORE]);
  live.remove(`${STORE}/runs.db`);
  live.remove(STORE);
  await live.timers.pass(1000);
  assert.ok(live.topics.flat().includes('runs'));
  live.topics.length = 0;
  live.put(STORE, 'folder');
  live.write(`${STORE}/runs.db`, 4096);
  await live.timers.pass(1000);
  assert.ok(live.topics.flat().includes('runs'));
  live.topics.length = 0;
  live.write(`${STORE}/runs.db-wal`, 100);
  await live.timers.pass(1000);
  assert.deepEqual(live.topics, [['figures'], ['runs']]);
});

test('models, versions of data and another branch are seen where they lie', async (t) => {
  const live = await opened(t, [STORE, `${ROOT}/registry`, `${ROOT}/.git`]);
  const heard = async () => {
    await live.timers.pass(1000);
    return live.topics.splice(0).flat();
  };
  live.put(`${ROOT}/registry/churn`, 'folder');
  assert.deepEqual(await heard(), ['models']);
  live.write(`${ROOT}/registry/churn/v1.version.yaml`, 10);
  assert.deepEqual(await heard(), ['models']);
  live.put(`${STORE}/datasets`, 'folder');
  assert.deepEqual(await heard(), ['data']);
  live.put(`${STORE}/datasets/churn`, 'folder');
  assert.deepEqual(await heard(), ['data']);
  live.write(`${STORE}/datasets/churn/ab.json`, 10);
  assert.deepEqual(await heard(), ['data']);
  live.write(`${ROOT}/.git/index.lock`, 10);
  live.write(`${STORE}/cache.db`, 10);
  live.write(`${ROOT}/churn.csv`, 10);
  assert.deepEqual(await heard(), []);
  live.write(`${ROOT}/.git/HEAD`, 10);
  assert.deepEqual(await heard(), ['runs']);
});

test('who the user is may be another: in the repository, a worktree, and for all repositories', async (t) => {
  const live = await opened(t, [`${ROOT}/.git`, HOME, `${HOME}/.config/git`]);
  for (const file of [
    `${ROOT}/.git/config`,
    `${ROOT}/.git/config.worktree`,
    `${HOME}/.gitconfig`,
    `${HOME}/.config/git/config`,
  ]) {
    live.write(file, 10);
    await live.timers.pass(1000);
    assert.deepEqual(live.topics.splice(0), [['models']], file);
  }
  live.write(`${HOME}/.bash_history`, 10);
  live.write(`${HOME}/.config/git/ignore`, 10);
  await live.timers.pass(1000);
  assert.deepEqual(live.topics, []);
});

test('git reads the settings of its user where the variables say', () => {
  assert.deepEqual(userSettings({ XDG_CONFIG_HOME: '/etc/ada' }, '/home/ada'), [
    '/home/ada/.gitconfig',
    '/etc/ada/git/config',
  ]);
  assert.deepEqual(userSettings({ HOME: 'C:\\Users\\ada' }, 'D:/else')[0], 'C:/Users/ada/.gitconfig');
  assert.deepEqual(userSettings({ GIT_CONFIG_GLOBAL: '/tmp/own' }, '/home/ada'), ['/tmp/own']);
});

test('runs that other tools write in the folder are seen, and reading them is not', async (t) => {
  const live = await opened(t, []);
  const heard = async () => {
    await live.timers.pass(1000);
    return live.topics.splice(0).flat();
  };
  live.put(`${ROOT}/mlruns`, 'folder');
  assert.deepEqual(await heard(), ['runs', 'models']);
  live.put(`${ROOT}/mlruns/1`, 'folder');
  assert.deepEqual(await heard(), ['runs']);
  const run = `${ROOT}/mlruns/1/${'a'.repeat(32)}`;
  live.put(run, 'folder');
  live.put(`${run}/metrics`, 'folder');
  assert.deepEqual(await heard(), ['runs']);
  live.write(`${run}/metrics/loss`, 10);
  assert.deepEqual(await heard(), ['runs']);
  live.write(`${run}/meta.yaml`, 10);
  assert.deepEqual(await heard(), ['runs']);
  live.write(`${ROOT}/mlflow.db`, 4096);
  assert.deepEqual(await heard(), ['runs', 'models']);
  live.write(`${ROOT}/mlflow.db-wal`, 0);
  live.remove(`${ROOT}/mlflow.db-wal`);
  assert.deepEqual(await heard(), []);
  live.write(`${ROOT}/dvc.yaml`, 10);
  assert.deepEqual(await heard(), ['runs']);
});

test('two hundred files saved at once are one word or two', async (t) => {
  const live = await opened(t, [STORE]);
  for (let file = 0; file < 200; file++) {
    live.project.tell(['runs', 'models', 'data']);
    live.write(`${ROOT}/${file}.pipeline.yaml`, 10);
  }
  await live.timers.pass(5000);
  assert.deepEqual(live.topics, [['runs', 'models', 'data']]);
  assert.equal(live.forgotten, 0);
});

test('an answer that does not come leaves what was told, and is asked for again', async (t) => {
  const live = await opened(t, [STORE], [runAt(0.5)]);
  live.isGone = true;
  await live.timers.pass(11_000);
  assert.deepEqual(live.told, [[runAt(0.5)]]);
  live.isGone = false;
  live.runs = [];
  await live.timers.pass(6000);
  assert.deepEqual(live.told.at(-1), []);
});

test('after the end nothing is watched, asked or told', async (t) => {
  const live = await opened(t, [STORE], [runAt(0.5)]);
  live.project.close();
  assert.equal(live.watched.size, 0);
  const { asked } = live;
  live.project.tell(['runs']);
  await live.timers.pass(60_000);
  assert.deepEqual([live.topics, live.asked], [[], asked]);
});

function runAt(fraction: number): LiveRun {
  return {
    run: 'a'.repeat(32),
    pipeline: 'churn',
    branch: null,
    startedAt: '2026-11-20T10:00:00.000Z',
    isQueued: false,
    step: 'train',
    fraction,
    message: null,
    secondsLeft: null,
    steps: { done: 0, all: 2 },
  };
}

/** A project on a disk that is a map, watched by hand. */
async function opened(t: TestContext, folders: readonly string[], runs: readonly LiveRun[] = []) {
  const disk = new Map<string, FileStat>([[ROOT, stat('folder', 0, 0)]]);
  const watched = new Map<string, (name: string) => void>();
  const timers = fakeTimers();
  const seen = {
    topics: [] as (readonly Topic[])[],
    told: [] as (readonly LiveRun[])[],
    runs,
    isGone: false,
    asked: 0,
    forgotten: 0,
    checks: 0,
    timers,
    watched,
    put(path: string, kind: 'folder' | 'file', size = 0) {
      disk.set(path, stat(kind, size, disk.size));
      watched.get(posix.dirname(path))?.(posix.basename(path));
    },
    write: (path: string, size: number) => seen.put(path, 'file', size),
    remove(path: string) {
      disk.delete(path);
      watched.delete(path);
      watched.get(posix.dirname(path))?.(posix.basename(path));
    },
  };
  for (const folder of folders) disk.set(folder, stat('folder', 0, 0));
  if (folders.includes(STORE)) disk.set(`${STORE}/runs.db`, stat('file', 4096, 0));
  const files: Files = {
    ...localFiles(),
    stat: async (path) => disk.get(path),
    stats: async (paths) => paths.map((path) => disk.get(path)),
    read: async () => undefined,
    list: async (folder) =>
      [...disk.keys()].filter((path) => posix.dirname(path) === folder).map((path) => posix.basename(path)),
  };
  const project = new ProjectLive({
    root: ROOT,
    files,
    userSettings: userSettings({}, HOME),
    timers,
    watch(folder, changed) {
      if (disk.get(folder)?.kind !== 'folder') return undefined;
      watched.set(folder, changed);
      return () => watched.get(folder) === changed && watched.delete(folder);
    },
    async ask(): Promise<Told<readonly LiveRun[]>> {
      seen.asked++;
      return seen.isGone
        ? { kind: 'refused', reason: 'data-process', message: 'gone' }
        : { kind: 'told', value: seen.runs };
    },
    changed: (topics) => void seen.topics.push(topics),
    runsChanged: () => void seen.forgotten++,
    checksChanged: () => void seen.checks++,
    live: (told) => void seen.told.push(told),
    failed: (error) => assert.fail(String(error)),
  });
  t.after(() => project.close());
  await project.begin();
  return Object.assign(seen, { project });
}

function stat(kind: FileStat['kind'], size: number, modified: number): FileStat {
  return { kind, size, modified };
}
