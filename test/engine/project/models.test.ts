import assert from 'node:assert/strict';
import { test } from 'node:test';
import { modelVersionOf } from '../../../engine/src/project/modelVersionOf.ts';
import { buildProject } from '../../../engine/src/project/project.ts';
import { readFixture } from '../../kit/fixture.ts';
import { specTexts } from '../../kit/problems.ts';
import { aliasFile, hash, versionFile } from '../../kit/registryFiles.ts';

const REGISTRY = `
${versionFile('fare', 10)}
${versionFile('fare', 2)}
${versionFile('delay', 1)}
${aliasFile('fare', 'production', 2)}
#- registry/fare/v2.notes.yaml
model_notes: fare
version: 2
withdrawn: {at: 2026-11-21T08:00:00Z, by: ada@example.org, reason: Wrong labels.}
`;

const texts = (text: string) => specTexts(readFixture(text));

test('models have their versions in order, with what was measured, and their aliases', () => {
  const { models } = buildProject(texts(REGISTRY));
  assert.deepEqual([...models.keys()], ['delay', 'fare']);
  const fare = models.get('fare');
  assert.deepEqual([...(fare?.versions.keys() ?? [])], [2, 10]);
  assert.deepEqual(
    [...(fare?.versions.values() ?? [])].map(({ withdrawn }) => withdrawn),
    [true, false],
  );
  const newest = fare?.versions.get(10);
  assert.deepEqual(newest?.metrics.get('roc_auc'), { value: 0.7134, low: 0.71, high: 0.717 });
  assert.deepEqual(
    [...(newest.inputs ?? [])],
    [
      ['distance', 'float'],
      ['origin', 'string'],
    ],
  );
  assert.deepEqual([newest.tasks, newest.datasets, newest.sha256], [['binary'], ['flights'], hash(10)]);
  assert.equal(fare?.aliases.get('production')?.version, 2);
});

test('a reference is the newest version, a numbered one, or that of an alias', () => {
  const project = buildProject(texts(REGISTRY));
  const version = (reference: string) => modelVersionOf(project, reference)?.version;
  assert.deepEqual(['fare', 'fare:2', 'fare@production'].map(version), [10, 2, 2]);
  assert.deepEqual(['far', 'fare:3', 'fare@staging', 'run:9b1f', 'fare:x', ''].map(version), Array(6).fill(undefined));
});

test('a file that lies elsewhere than it says, or says too little, makes no version', () => {
  const { models } = buildProject(
    texts(`
${versionFile('fare', 3).replace('v3.', 'v4.')}
${versionFile('fare', 1).replace('registry/fare', 'registry/other')}
#- registry/fare/v2.version.yaml
model_version: fare
#- registry/fare/production.alias.yaml
model_alias: fare
`),
  );
  assert.deepEqual([...models], []);
});

test('models whose files did not change are those of the snapshot before', () => {
  const before = buildProject(texts(REGISTRY));
  const same = buildProject(texts(`#- a.dataset.yaml\ndataset: a\nsource: a.csv${REGISTRY}`), { previous: before });
  assert.equal(same.models, before.models);
  const changed = buildProject(texts(`${aliasFile('delay', 'production', 1)}${REGISTRY}`), { previous: before });
  assert.equal(changed.models.get('fare'), before.models.get('fare'));
  assert.equal(changed.models.get('delay')?.aliases.get('production')?.version, 1);
  const noted = buildProject(texts(REGISTRY.replace(/^withdrawn.*\n/m, '')), { previous: before });
  assert.equal(noted.models.get('fare')?.versions.get(2)?.withdrawn, false);
});
