import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Profile } from '../../engine/src/data/profile/profile.ts';
import { commandLine, testProject } from '../kit/project.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

const ROWS = [
  'name,paid,age,city,since,score',
  ...Array.from({ length: 200 }, (_, i) => {
    const score = i % 9 === 0 ? '' : (i * 7919) % 1013;
    return [
      `n${i}`,
      i % 3 === 0,
      20 + (i % 10),
      ['Rome', 'Oslo', 'Bern'][(i * i) % 3],
      `2001-01-${10 + (i % 20)}`,
      score,
    ].join();
  }),
].join('\n');

test('data profile of a bare file: a line a column, with the shape of its values', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'people.csv'), ROWS);
  const said = await commandLine(folder, 'data profile people.csv --correlations');
  assert.deepEqual([said.code, said.err], [0, '']);
  assert.equal(
    said.out,
    `200 rows, 6 columns

column  type     missing  distinct         min  median         max   mean     std  values
name    string         -       200           -       -           -      -       -  n0 0.5%, n1 0.5%, n10 0.5%, n100 0.5%, n101 0.5…
paid    boolean        -         2           -       -           -  0.335  0.4732  false 67%, true 34%
age     integer        -        10          20    24.5          29   24.5   2.879  ██████████
city    string         -         2           -       -           -      -       -  Oslo 67%, Rome 34%
since   date           -        20  2001-01-10       -  2001-01-29      -       -  █▄▄█▄▄▄█▄▄▄█▄▄█
score   integer      12%       177           7     519       1,011  512.7   293.3  ▇▇▇█▇▇▆█▇█▆█▇▇▇

            correlation
age  score        0.001
`,
  );
});

test('its JSON follows the schema', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'people.csv'), ROWS);
  const { json } = await commandLine(folder, 'data profile people.csv --correlations --format json');
  const schema = readFileSync(new URL('../../schemas/output/data-profile.schema.json', import.meta.url), 'utf8');
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false });
  const check = ajv.compile(JSON.parse(schema));
  assert.ok(check(json()), ajv.errorsText(check.errors));
});

const PROJECT = `
#- modelyard.yaml
project: people
language: 1
#- people.dataset.yaml
dataset: people
source: people.csv
datasheet: {sensitive: [Name]}
`;

test('a dataset is profiled once for each content, its sensitive columns never', async (t) => {
  const project = testProject(t, PROJECT);
  project.write('people.csv', ROWS);
  const profile = async () => (await project.modelyard('data profile people --format json')).json<Profile>();
  const first = await profile();
  const { name, missing, top, distinct, sensitive } = first.columns[0]!;
  assert.deepEqual(
    { name, missing, top, distinct, sensitive },
    { name: 'name', missing: 0, top: [], distinct: null, sensitive: true },
  );
  assert.deepEqual(await profile(), first);
  project.write('people.csv', ROWS.replaceAll('Rome', 'Lima'));
  const city = (await profile()).columns[3]!;
  assert.deepEqual(city.top.map(({ value }) => value).sort(), ['Lima', 'Oslo']);
  const bare = (await project.modelyard('data profile people.csv --format json')).json<Profile>();
  assert.equal(bare.columns[0]?.distinct, 200);
});

test('what cannot be profiled says why', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'ragged.csv'), 'x,y\n1,2\n1,2,3\n');
  for (const [line, says] of [
    ['data profile nope.csv', /nope\.csv is not there/],
    ['data profile ragged.csv', /ragged\.csv:3/],
    ['data profile flights', /no modelyard\.yaml/],
  ] as const) {
    const { code, out, err } = await commandLine(folder, line);
    assert.deepEqual({ code, out }, { code: 2, out: '' });
    assert.match(err, says);
  }
});
