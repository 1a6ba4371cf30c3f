import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openHost } from '../../../engine/src/adapters/host.ts';
import { gatherFacts } from '../../../engine/src/operations/gatherFacts.ts';
import { loadProject } from '../../../engine/src/project/load.ts';
import { fileName } from '../../../server/src/data/answers/artifact.ts';
import { datasets } from '../../../server/src/data/answers/datasets.ts';
import { models } from '../../../server/src/data/answers/models.ts';
import { profile } from '../../../server/src/data/answers/profile.ts';
import { selected } from '../../../server/src/data/answers/runFilter.ts';
import type { Viewed } from '../../../server/src/data/protocol.ts';
import { newViewMemory } from '../../../server/src/data/viewMemory.ts';
import { readFixture } from '../../kit/fixture.ts';
import { testProject } from '../../kit/project.ts';
import { aliasFile, versionFile } from '../../kit/registryFiles.ts';

const signal = new AbortController().signal;

test('versions are told the newest first, with aliases and how they stand to production', async (t) => {
  const project = await viewed(
    t,
    `${versionFile('late', 1)}
${versionFile('late', 2, { metrics: '{roc_auc: {value: 0.72, low: 0.719, high: 0.723}}' })}
${aliasFile('late', 'production', 1)}`,
  );
  const [model] = await models(await project.asked());
  assert.deepEqual(
    model?.versions.map(({ version, aliases, hasRun, isHere, place }) => [
      version,
      aliases,
      hasRun,
      isHere,
      place?.file,
    ]),
    [
      [2, [], false, false, 'registry/late/v2.version.yaml'],
      [1, ['production'], false, false, 'registry/late/v1.version.yaml'],
    ],
  );
  const [newest, production] = model!.versions;
  assert.equal(newest?.metric?.against?.verdict, 'better');
  assert.equal(production?.metric?.against, null);
  assert.deepEqual([model?.card, model?.problem], [null, undefined]);
});

test('what a card says wrongly is told beside the model', async (t) => {
  const card = (value: string) => `#- late.modelcard.yaml
modelcard: late
model: late:1
metrics: {roc_auc: ${value}}`;
  const wrong = await viewed(t, `${versionFile('late', 1)}\n${card('0.75')}`);
  const [model] = await models(await wrong.asked());
  assert.match(model?.card?.problem ?? '', /`roc_auc` of late:1 was measured as 0\.71, not 0\.75/);
  const right = await viewed(t, `${versionFile('late', 1)}\n${card('0.71')}`);
  assert.deepEqual((await models(await right.asked()))[0]?.card, {
    place: { file: 'late.modelcard.yaml', line: 0 },
    problem: null,
  });
});

test('a version file that cannot be read takes no other version with it', async (t) => {
  const project = await viewed(t, `${versionFile('late', 1)}\n${versionFile('late', 2)}`);
  writeFileSync(join(project.folder, 'registry/late/v2.version.yaml'), 'model_version: late\nversion: two\n');
  const [model] = await models(await project.asked());
  assert.deepEqual(
    model?.versions.map(({ version }) => version),
    [1],
  );
  assert.match(model?.problem ?? '', /v2\.version\.yaml/);
});

test('a version that another process registers is told at once', async (t) => {
  const project = await viewed(t, versionFile('late', 1));
  const asked = await project.asked();
  assert.equal((await models(asked))[0]?.versions.length, 1);
  for (const [path, text] of readFixture(versionFile('late', 2)).files) project.write(path, text);
  assert.equal((await models(asked))[0]?.versions.length, 2);
});

const SHIPS = `
#- ships.csv
day,fare
2001-01-01,1
2001-01-02,2
#- ships.dataset.yaml
dataset: ships
source: ships.csv
timestamp: day
checks:
  - freshness: 48h
#- gone.dataset.yaml
dataset: gone
source: gone.csv
`;

test('a dataset is told with its versions, its lock and how fresh it is, without being read', async (t) => {
  const project = await viewed(t, SHIPS);
  const one = async () => (await datasets(await project.asked())).datasets.find(({ name }) => name === 'ships')!;
  assert.deepEqual([(await one()).data, (await one()).version, (await one()).freshness], ['known', null, null]);
  assert.equal((await project.modelyard('data lock ships')).code, 0);
  const locked = await one();
  assert.deepEqual(
    [locked.rows, locked.columns, locked.lock?.isCurrent, locked.lock?.version],
    [2, 2, true, locked.version],
  );
  await profile(await project.asked(), { dataset: 'ships' }, signal);
  const { freshness } = await one();
  assert.deepEqual([freshness?.newest, freshness?.limit], ['2001-01-02T00:00:00.000Z', 48 * 3600]);
  project.write('ships.csv', 'day,fare\n2001-01-01,1\n2001-01-02,2\n2001-01-03,3\n');
  const changed = await one();
  assert.deepEqual([changed.version, changed.freshness, changed.lock?.isCurrent], [null, null, null]);
  assert.equal((await project.modelyard('data lock ships')).code, 0);
  const again = await one();
  assert.deepEqual([again.rows, again.lock?.isCurrent], [3, true]);
});

test('data that is not there is said to be absent', async (t) => {
  const project = await viewed(t, SHIPS);
  const found = (await datasets(await project.asked())).datasets.find(({ name }) => name === 'gone');
  assert.deepEqual([found?.data, found?.rows, found?.versions], ['absent', null, []]);
});

test('a filter is grammar where it has an operator, else words', () => {
  assert.deepEqual(selected(undefined), {});
  assert.deepEqual(selected('  '), {});
  assert.deepEqual(selected('wider trees'), { words: ['wider', 'trees'] });
  assert.deepEqual(selected('looks like this is in'), { words: ['looks', 'like', 'this', 'is', 'in'] });
  for (const text of ['metrics.auc > 0.7', "tags.team LIKE 'a%'", 'tags.team IS NOT NULL', "run_id IN ('a')", 'a='])
    assert.deepEqual(selected(text), { filter: text });
});

test('an artifact is opened under a name that leads nowhere', () => {
  for (const [path, name] of [
    ['evaluate/curves.json', 'curves.json'],
    ['..', '_'],
    ['a/..\\..\\b.txt', 'b.txt'],
    ['a/con.txt', '_con.txt'],
    ['a/b:c?.csv', 'b_c_.csv'],
    ['a/', '_'],
    ['a/x\u0000y', 'x_y'],
    ['Größe 1.png', 'Größe 1.png'],
  ])
    assert.equal(fileName(path!), name);
  assert.ok(fileName(`${'x'.repeat(500)}.json`).endsWith('.json'));
  assert.ok(fileName('x'.repeat(500)).length <= 120);
});

async function viewed(t: TestContext, fixture: string) {
  const project = testProject(t, fixture);
  const { folder } = project;
  const host = openHost({ folder, projectFolder: undefined, verbose: false, restart: ['false'] });
  t.after(() => host.close());
  /** As it is on disk now. */
  const asked = async (): Promise<Viewed> => ({
    host,
    root: folder,
    project: await gatherFacts(host, folder, await loadProject(host.files, folder), { data: true }),
    ...newViewMemory(),
  });
  return { ...project, asked };
}
