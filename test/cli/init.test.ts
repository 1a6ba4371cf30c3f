import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openDuckDb } from '../../engine/src/adapters/duckdb/duckDb.ts';
import { localFiles } from '../../engine/src/adapters/files/localFiles.ts';
import { localGit } from '../../engine/src/adapters/git/localGit.ts';
import { installedSamples } from '../../engine/src/adapters/samples/installedSamples.ts';
import { randomIds } from '../../engine/src/adapters/system/randomIds.ts';
import { Failure } from '../../engine/src/failure.ts';
import { nameFrom } from '../../engine/src/operations/init/emptyProject.ts';
import { init } from '../../engine/src/operations/init.ts';
import type { ArgumentsOf } from '../../engine/src/operations/operation.ts';
import type { Host } from '../../engine/src/ports/host.ts';
import type { Samples } from '../../engine/src/ports/samples.ts';
import { commandLine } from '../kit/project.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

test('an empty folder becomes a project in a repository of its own', async (t) => {
  const folder = join(temporaryFolder(t), 'Late Flights');
  mkdirSync(folder);
  const result = await run(folder, {});
  assert.deepEqual(result, {
    project: 'late-flights',
    folder,
    files: ['.gitignore', 'modelyard.yaml'],
    rows: null,
    data: null,
    draft: null,
    repository: 'made',
    ci: null,
  });
  assert.match(readFileSync(join(folder, 'modelyard.yaml'), 'utf8'), /^project: late-flights$/m);
  assert.equal(git(folder, 'status', '--porcelain'), '');
  assert.equal(git(folder, 'log', '--format=%s'), 'Begin the project late-flights\n');
});

test('a folder of a repository stays part of it, and its .gitignore gets what is missing', async (t) => {
  const root = temporaryFolder(t);
  git(root, 'init', '-q');
  const folder = join(root, 'models');
  mkdirSync(folder);
  writeFileSync(join(folder, '.gitignore'), 'data/\n*.log');
  assert.equal((await run(root, { folder: 'models' })).repository, 'around');
  assert.equal(readFileSync(join(folder, '.gitignore'), 'utf8'), 'data/\n*.log\n.modelyard/\n.*.tmp\n');
  assert.equal(existsSync(join(folder, '.git')), false);
});

test('a folder that the repository around it ignores gets its own', async (t) => {
  const root = temporaryFolder(t);
  git(root, 'init', '-q');
  writeFileSync(join(root, '.gitignore'), 'demo/\n');
  assert.equal((await run(root, { folder: 'demo' })).repository, 'made');
  assert.equal(git(join(root, 'demo'), 'rev-parse', '--show-toplevel').trim(), join(root, 'demo'));
});

test('the same again changes nothing', async (t) => {
  const folder = temporaryFolder(t);
  const samples = smallSample(t);
  const first = await run(folder, { sample: 'flights' }, samples);
  const again = await run(folder, { sample: 'flights' }, samples);
  assert.deepEqual({ ...again, repository: 'made' }, first);
  assert.equal(git(folder, 'status', '--porcelain'), '');
});

test('files that differ are named and none is written', async (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, 'data'));
  writeFileSync(join(folder, 'data/flights.parquet'), 'mine');
  await assert.rejects(run(folder, { sample: 'flights' }, smallSample(t)), (error) => {
    assert.ok(error instanceof Failure);
    assert.equal(error.reason, 'files-differ');
    assert.match(error.message, /data\/flights\.parquet/);
    return true;
  });
  assert.deepEqual(
    readdirSync(folder).filter((name) => name !== '.modelyard'),
    ['data'],
  );
});

test('the sample comes with all rows where they are installed, else with every tenth', async (t) => {
  const all = await run(temporaryFolder(t), { sample: 'flights' }, smallSample(t));
  assert.deepEqual([all.rows, all.data], [95, 'all']);
  const folder = temporaryFolder(t);
  const tenth = await run(folder, { sample: 'flights', rows: 'sample' }, smallSample(t));
  assert.deepEqual([tenth.rows, tenth.data], [10, 'sample']);
  assert.deepEqual(await numbers(t, join(folder, 'data/flights.parquet')), [1, 11, 21, 31, 41, 51, 61, 71, 81, 91]);

  const bundled = await smallSample(t).find('flights');
  const without: Samples = {
    find: async () => ({ ...bundled!, table: { path: bundled!.table.path, tenth: bundled!.table.all! } }),
  };
  assert.equal((await run(temporaryFolder(t), { sample: 'flights' }, without)).data, 'sample');
  await assert.rejects(run(temporaryFolder(t), { sample: 'flights', rows: 'all' }, without), {
    reason: 'sample-rows-missing',
  });
});

test('this installation holds the flights sample, without what runs leave in it', async () => {
  const sample = await installedSamples().find('flights');
  assert.ok(sample);
  assert.deepEqual(sample.files, [
    'README.md',
    'airport.features.yaml',
    'default.policy.yaml',
    'flight-delay.modelcard.yaml',
    'flight-delay.monitor.yaml',
    'flight-delay.pipeline.yaml',
    'flights.dataset.yaml',
    'modelyard.yaml',
    'own-script.pipeline.yaml',
    'scripts/baseline.py',
    'scripts/report.mjs',
  ]);
  assert.ok(statSync(sample.table.all ?? sample.table.tenth ?? '').size > 1e6);
});

test('what else lies in the folder is not committed', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'secret.txt'), 'mine');
  await run(folder, {});
  assert.equal(git(folder, 'ls-files'), '.gitignore\nmodelyard.yaml\n');
});

test('a file is no place for a project', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'file'), '');
  for (const args of [{ folder: 'file' }, { folder: 'file/below', sample: 'flights' as const }])
    await assert.rejects(run(folder, args), { reason: 'not-a-folder' });
});

test('rows without a sample are refused', async (t) => {
  await assert.rejects(run(temporaryFolder(t), { rows: 'all' }), { reason: 'usage' });
});

test('a project is named after its folder', () => {
  assert.deepEqual(['Late Flights (2001)', '2001', 'Žižkov', 'a_b'].map(nameFrom), [
    'late-flights-2001',
    'project',
    'zizkov',
    'a-b',
  ]);
});

type InitArguments = Partial<ArgumentsOf<typeof init.arguments>>;

function run(folder: string, args: InitArguments, samples = installedSamples()) {
  const host = {
    folder,
    projectFolder: undefined,
    files: localFiles(),
    ids: randomIds(),
    samples,
    git: localGit,
    openData: openDuckDb,
  } as Partial<Host> as Host;
  const none = { data: undefined, target: undefined, positive: undefined, time: undefined, key: [], ci: undefined };
  const given = { folder: undefined, sample: undefined, rows: undefined, ...none, ...args };
  return init.run(host, given, { signal: new AbortController().signal, event() {} });
}

/** The files of the sample with a table of 95 numbered rows. */
function smallSample(t: TestContext): Samples {
  const table = join(temporaryFolder(t), 'all.parquet');
  return {
    async find(name) {
      if (!existsSync(table)) await writeNumbers(t, table);
      const sample = await installedSamples().find(name);
      return sample && { ...sample, table: { path: sample.table.path, all: table } };
    },
  };
}

async function writeNumbers(t: TestContext, file: string): Promise<void> {
  const tmpFolder = temporaryFolder(t);
  const data = await openDuckDb({ tmpFolder, readable: [] });
  await data.write('select range + 1 as n from range(95)', join(tmpFolder, 'n.parquet'), { format: 'parquet' });
  await data.close();
  copyFileSync(join(tmpFolder, 'n.parquet'), file);
}

async function numbers(t: TestContext, file: string): Promise<readonly unknown[]> {
  const data = await openDuckDb({ tmpFolder: temporaryFolder(t), readable: [file] });
  const rows = await data.rows(`select n from ${await data.relation({ files: [file], format: 'parquet' })}`);
  await data.close();
  return rows.map((row) => row['n']);
}

function git(folder: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd: folder, encoding: 'utf8' });
}

test('a folder in which nothing can be made is named', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, '.modelyard'), '');
  const said = await commandLine(folder, 'init . --sample flights --rows sample');
  assert.equal(said.code, 2);
  assert.match(said.err, /^error: .*\.modelyard.*\nnext: .+\n$/);
});
