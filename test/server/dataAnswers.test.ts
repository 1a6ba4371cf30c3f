import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { openHost } from '../../engine/src/adapters/host.ts';
import { gatherFacts } from '../../engine/src/operations/gatherFacts.ts';
import { loadProject } from '../../engine/src/project/load.ts';
import { answers } from '../../server/src/data/answers/answers.ts';
import type { Asked } from '../../server/src/data/asked.ts';
import { testProject } from '../kit/project.ts';

const SHIPS = `
#- ships.csv
day,fare,class
2001-01-01,1,first
2001-01-02,2,third
2001-01-03,3,third
2001-01-04,4,
2001-01-05,5,third
2001-01-06,6,third
2001-01-07,7,second
2001-01-08,8,third
#- ships.dataset.yaml
dataset: ships
source: ships.csv
timestamp: day
datasheet: {sensitive: [class]}
#- cheap.dataset.yaml
dataset: cheap
source:
  sql: select day, fare, class, upper(class) as deck from ships where fare <= 4
#- ships.pipeline.yaml
pipeline: ships
params: {least: 2}
steps:
  examples:
    uses: data/examples
    with:
      from: ships
      where: fare >= \${{ params.least }}
      label: {dear: fare > 4}
      columns: {weekday: dayofweek(day)}
  split:
    uses: data/split
    with: {data: "\${{ steps.examples.data }}", by: time, test: 25%}
`;

const signal = new AbortController().signal;

test('a profile tells no values of sensitive columns', async (t) => {
  const { asked } = await project(t);
  const profile = await answers.profile(asked, { dataset: 'ships' }, signal);
  assert.equal(profile?.rows, 8);
  const [, fare, kind] = profile!.columns;
  assert.deepEqual([fare?.min, fare?.max, fare?.mean, fare?.distinct], [1, 8, 4.5, 8]);
  assert.deepEqual([kind?.missing, kind?.sensitive, kind?.distinct, kind?.top], [1, true, null, []]);
});

test('a dataset that is SQL has a profile without being made', async (t) => {
  const { asked } = await project(t);
  const profile = await answers.profile(asked, { dataset: 'cheap' }, signal);
  assert.equal(profile?.rows, 4);
  // SQL hands sensitive columns on, under other names too.
  assert.deepEqual(
    profile?.columns.map(({ name, sensitive }) => [name, sensitive]),
    [
      ['day', false],
      ['fare', false],
      ['class', true],
      ['deck', true],
    ],
  );
});

test('looking makes no store', async (t) => {
  const { asked } = await project(t);
  await answers.profile(asked, { dataset: 'ships' }, signal);
  assert.equal(await answers.runs(asked, { pipeline: 'ships' }, signal), undefined);
  assert.equal(await asked.host.files.stat(`${asked.root}/.modelyard`), undefined);
});

test('a predicate is previewed with the defaults of params', async (t) => {
  const { asked } = await project(t);
  const path = ['steps', 'examples', 'with', 'where'];
  const preview = await answers.preview(asked, { file: 'ships.pipeline.yaml', path }, signal);
  assert.deepEqual([preview?.rows, preview?.kept], [8, 7]);
});

test('finished runs tell rows and params of their steps, the newest first', async (t) => {
  const { asked, modelyard } = await project(t);
  const ran = await modelyard('run ships');
  assert.equal(ran.code, 0, ran.err + ran.out);
  assert.equal((await modelyard('run ships --param least=5')).code, 0);
  assert.equal((await modelyard('run ships --param least=100')).code, 1);
  const runs = await answers.runs(asked, { pipeline: 'ships' }, signal);
  assert.deepEqual(
    runs?.map(({ params, steps }) => [params, steps['examples']?.rows, steps['split']?.rows]),
    [
      [{ least: 5 }, { data: 4 }, { train: 3, test: 1 }],
      [{ least: 2 }, { data: 7 }, { train: 5, test: 2 }],
    ],
  );
  assert.deepEqual(await answers.runs(asked, { pipeline: 'other' }, signal), []);
});

test('what is not there is not known', async (t) => {
  const { asked } = await project(t);
  assert.equal(await answers.profile(asked, { dataset: 'boats' }, signal), undefined);
  assert.equal(await answers.preview(asked, { file: 'boats.pipeline.yaml', path: ['a', 0] }, signal), undefined);
});

async function project(t: TestContext) {
  const { folder, modelyard } = testProject(t, SHIPS);
  const host = openHost({ folder, projectFolder: undefined, verbose: false, restart: ['false'] });
  t.after(() => host.close());
  const gathered = await gatherFacts(host, folder, await loadProject(host.files, folder), { data: true });
  const asked: Asked = { host, root: folder, project: gathered };
  return { asked, modelyard };
}
