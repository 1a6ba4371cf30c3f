import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { gitIn } from '../kit/gitProject.ts';
import { type KilledAt, killAtEachEffect } from '../kit/killAtEffect.ts';
import { lookAtClone, lookAtShare } from '../kit/killSharing.ts';
import { onnxModel } from '../kit/onnxModel.ts';
import { startCli } from '../kit/process.ts';
import type { Said } from '../kit/project.ts';
import { type Clone, storeRun, type Team, team } from '../kit/team.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

// Every command here is killed with SIGKILL before each of its effects in turn, and once in the middle of each file that it writes.

interface Shown {
  readonly versions: readonly {
    readonly version: number;
    readonly sha256: string;
    readonly aliases: readonly string[];
  }[];
  readonly pending: readonly { readonly version: number | null }[];
}

async function good(said: Promise<Said>, at: string): Promise<Said> {
  const answer = await said;
  assert.equal(answer.code, 0, `${at}: ${answer.err}${answer.out}`);
  return answer;
}

async function shown(
  clone: Pick<Clone, 'modelyard'>,
  at: string,
): Promise<Shown & { readonly held: number | undefined }> {
  const model = (await good(clone.modelyard('models show sigmoid --format json'), at)).json<Shown>();
  return { ...model, held: model.versions.find(({ aliases }) => aliases.includes('production'))?.version };
}

/** What is half in the registry or the store; none is good. */
async function half(all: Team, clone: Clone): Promise<readonly string[]> {
  // Whoever comes next marks runs whose process died.
  await good(clone.modelyard('runs list'), 'afterwards');
  const registry = join(clone.folder, 'registry');
  const cut = globSync('**/*.{yaml,json}', { cwd: registry }).filter(
    (name) => !readFileSync(join(registry, name), 'utf8').endsWith('\n'),
  );
  const store = (await lookAtClone(clone)).filter((problem) => !problem.endsWith('is interrupted'));
  return [...cut, ...lookAtShare(all), ...store];
}

/** Where somebody was killed, for who reads what went wrong. */
const where = ({ at, effect }: KilledAt): string => `killed before effect ${at}, ${effect}`;

async function killed(t: TestContext, all: Team, clone: Clone, line: string, look: (at: string) => Promise<void>) {
  const places = [clone.folder, all.share, all.bare];
  const workshop = temporaryFolder(t);
  const effects = await killAtEachEffect({ workshop, folder: clone.folder, places }, line, async (one) => {
    assert.deepEqual(await half(all, clone), [], where(one));
    await good(clone.modelyard('models verify'), where(one));
    await look(where(one));
  });
  t.diagnostic(`\`${line}\` was killed before each of its ${effects.length} effects`);
  return effects;
}

test('a registration that is killed at every step is there whole or not at all, and is done again as one', async (t) => {
  const all = await team(t, { versions: 1 });
  const { first } = all;
  first.write('2.onnx', onnxModel(2));
  const line = 'models register 2.onnx --name sigmoid';
  const seen = new Set<number>();
  const effects = await killed(t, all, first, line, async (at) => {
    seen.add((await shown(first, at)).versions.length);
    // A process of its own, which has not looked into the folder yet.
    assert.equal(await startCli(first.folder, line.split(' ')).ended, 0, at);
    assert.deepEqual(globSync('registry/**/.*.tmp', { cwd: first.folder }), [], at);
    const { versions } = await shown(first, at);
    assert.equal(versions.length, 2, at);
    assert.equal(new Set(versions.map(({ sha256 }) => sha256)).size, 2, at);
    await good(first.modelyard('models verify'), at);
  });
  assert.ok(effects.length > 20, effects.join('\n'));
  assert.deepEqual([...seen], [1, 2]);
});

test('a promotion that is killed at every step leaves the old state, the new one, or one that is settled', async (t) => {
  const all = await team(t, { versions: 2 });
  const { first } = all;
  await good(first.modelyard('models promote sigmoid:1 --alias production'), 'before');
  first.git('push', '-q');
  const line = 'models promote sigmoid:2 --alias production';
  const seen = new Set<string>();
  let kills = 0;
  await killed(t, all, first, line, async (at) => {
    kills += 1;
    const { held, pending } = await shown(first, at);
    if (pending.length > 0) {
      seen.add('pending');
      assert.deepEqual([held, pending[0]?.version], [1, 2], at);
      const settle = kills % 2 === 0 ? '--finish' : '--undo';
      await good(first.modelyard(`models promote sigmoid --alias production ${settle}`), at);
      assert.equal((await shown(first, at)).held, settle === '--finish' ? 2 : 1, at);
    } else seen.add(held === 2 ? 'new' : 'old');
    if ((await shown(first, at)).held === 1) await good(first.modelyard(line), at);
    assert.equal((await shown(first, at)).held, 2, at);
    assert.equal(first.git('log', '--format=%s', '-1'), 'Promote sigmoid v2 to production', at);
    await good(first.modelyard('audit verify'), at);
  });
  assert.deepEqual([...seen], ['old', 'pending', 'new']);
});

test('a push that is killed at every step leaves what others can read, and the next one ends it', async (t) => {
  const all = await team(t, { versions: 1 });
  const { first } = all;
  await first.withStores((stores) => storeRun(stores, 'tidal'));
  await killed(t, all, first, 'push', async (at) => {
    await good(first.modelyard('push'), at);
    assert.match((await good(first.modelyard('push'), at)).out, /already/, at);
    assert.deepEqual(lookAtShare(all), [], at);
    assert.equal(globSync('runs/*/*.bundle.json', { cwd: all.share }).length, 2, at);
  });
});

test('a pull that is killed at every step leaves runs whole or not there, and the next one ends it', async (t) => {
  const all = await team(t, { versions: 1 });
  const { first, clone } = all;
  const id = await first.withStores((stores) => storeRun(stores, 'tidal'));
  await good(first.modelyard('push'), 'before');
  const other = clone();
  await killed(t, all, other, 'pull --all', async (at) => {
    await good(other.modelyard('pull --all'), at);
    assert.match((await good(other.modelyard('pull --all'), at)).out, /Nothing new/, at);
    const metric = await other.withStores(async ({ runs }) => (await runs.run(id)).metrics['roc_auc']);
    assert.ok(metric, at);
  });
});

test('a publication that is killed at every step is seen by all or by nobody, and is done again as one', async (t) => {
  const all = await team(t, { versions: 1 });
  const { first, bare, clone } = all;
  await first.register(2);
  const line = 'models publish sigmoid:2';
  const seen = new Set<string>();
  const head = gitIn(bare)('rev-parse', 'main');
  await killed(t, all, first, line, async (at) => {
    seen.add(gitIn(bare)('rev-parse', 'main') === head ? 'old' : 'new');
    await good(first.modelyard(line), at);
    assert.equal(gitIn(bare)('rev-list', '--count', `${head}..main`), '1', at);
    assert.equal(first.git('rev-parse', 'HEAD'), gitIn(bare)('rev-parse', 'main'), at);
    assert.equal(first.git('status', '--porcelain'), '', at);
  });
  await good(clone().modelyard('pull sigmoid:2'), 'in the end');
  assert.deepEqual([...seen], ['old', 'new']);
});
