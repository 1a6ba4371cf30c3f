import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openDuckDb } from '../../../engine/src/adapters/duckdb/duckDb.ts';
import { localFiles } from '../../../engine/src/adapters/files/localFiles.ts';
import { FactGatherer } from '../../../engine/src/facts/factGatherer.ts';
import { factsOf, type GatheredFacts } from '../../../engine/src/facts/gatheredFacts.ts';
import { buildProject, type Project } from '../../../engine/src/project/project.ts';
import { temporaryFolder } from '../../kit/temporaryFolder.ts';

const SPECS = {
  'modelyard.yaml': 'project: small\nlanguage: 1\n',
  'a.dataset.yaml': 'dataset: a\nsource: a.csv\n',
  'b.dataset.yaml': 'dataset: b\nsource: {sql: select x as y from a}\n',
  'a.dataset.lock.yaml':
    'dataset_lock: a\nversion: v\nrows: 1\nfiles: 1\ncolumns: {old: {type: integer, sql_type: BIGINT}}\n',
};

test('what was gathered goes through another process as plain data', async (t) => {
  const { project, gathered } = await look(t);
  const facts = factsOf(structuredClone(gathered), project);
  assert.deepEqual(names(facts.columns('a')), ['x']);
  assert.deepEqual(names(facts.columns('b')), ['y']);
  assert.deepEqual(facts.source('a'), { kind: 'known', value: { files: 1 } });
});

test('of a dataset whose source is another since nothing is known, nor of what reads it; its lock is of the old one', async (t) => {
  const { gathered } = await look(t);
  const changed = buildProject(texts({ 'a.dataset.yaml': 'dataset: a\nsource: c.csv\n' }));
  const facts = factsOf(gathered, changed);
  for (const name of ['a', 'b']) {
    assert.deepEqual(facts.columns(name), { kind: 'unknown' });
    assert.deepEqual(facts.source(name), { kind: 'unknown' });
  }
  const described = buildProject(texts({ 'a.dataset.yaml': 'dataset: a\ndescription: still\nsource: a.csv\n' }));
  assert.deepEqual(names(factsOf(gathered, described).columns('a')), ['x']);
});

test('data that is as it was is not read again, and stays open', async (t) => {
  const { gatherer, folder, opened, project } = await look(t);
  assert.equal(opened.length, 1);
  writeFileSync(join(folder, 'a.csv'), 'z\n1.5\n');
  const again = await gatherer.collect(project);
  assert.deepEqual(names(factsOf(again, project).columns('a')), ['z']);
  assert.deepEqual(factsOf(again, project).columns('b'), { kind: 'unknown' });
  assert.equal(opened.length, 1);
});

test('a look that is no longer wanted ends', async (t) => {
  const { gatherer, project } = await look(t);
  await assert.rejects(gatherer.collect(project, { signal: AbortSignal.abort() }), { name: 'Cancelled' });
});

async function look(t: TestContext) {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'a.csv'), 'x\n1\n');
  const tmpFolder = join(folder, 'tmp');
  mkdirSync(tmpFolder);
  const opened: (readonly string[])[] = [];
  const openData = (readable: readonly string[]) => {
    opened.push(readable);
    return openDuckDb({ tmpFolder, readable, threads: 1 });
  };
  const gatherer = new FactGatherer({ root: folder, files: localFiles(), openData, variables: {} });
  t.after(() => gatherer.close());
  const project: Project = buildProject(texts({}));
  const gathered: GatheredFacts = await gatherer.collect(project);
  return { gatherer, folder, opened, project, gathered };
}

function texts(changed: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries({ ...SPECS, ...changed }));
}

function names(fact: { readonly kind: string; readonly value?: readonly { readonly name: string }[] }): unknown {
  return fact.value?.map(({ name }) => name);
}
