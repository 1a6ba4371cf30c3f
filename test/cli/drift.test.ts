import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { outputSchemas } from '../kit/outputSchemas.ts';
import { commandLine, testProject } from '../kit/project.ts';
import { readXml } from '../kit/readXml.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

/** 200 rows; `age` and `city` move with `shift`, `noise` does not. */
function rows(shift: number): string {
  return [
    'id,age,city,noise,paid,since',
    ...Array.from({ length: 200 }, (_, i) =>
      [
        `n${i}`,
        20 + ((i * 7) % 30) + shift,
        ['Rome', 'Oslo', 'Bern', shift > 0 ? 'Lima' : 'Rome'][i % 4],
        ((i * 7919) % 1013) / 10,
        i % 3 === 0,
        `2001-01-${10 + (i % 20)}`,
      ].join(),
    ),
  ].join('\n');
}

function tables(t: Parameters<typeof temporaryFolder>[0], current = rows(12), reference = rows(0)): string {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'before.csv'), reference);
  writeFileSync(join(folder, 'after.csv'), current);
  return folder;
}

const LINE = 'drift --reference before.csv --current after.csv';

test('two files: the drifted columns first, with what changed', async (t) => {
  const { code, out, err } = await commandLine(tables(t), LINE);
  assert.deepEqual([code, err], [0, '']);
  assert.match(out, /^Drift: 2 of 4 columns changed, the limit is 50%; nothing can be told of 2 more\.\n/);
  const lines = out.split('\n');
  const at = lines.findIndex((line) => line.startsWith('column'));
  assert.deepEqual(
    lines.slice(at + 1, at + 7).map((line) => line.split(/ +/).slice(0, 4)),
    [
      ['age', 'integer', 'drift', 'wasserstein'],
      ['city', 'string', 'drift', 'js'],
      ['noise', 'float', '-', 'wasserstein'],
      ['paid', 'boolean', '-', 'js'],
      ['id', 'string', 'unknown', 'auto'],
      ['since', 'date', 'unknown', 'auto'],
    ],
  );
  assert.match(lines[at + 1]!, /Mean rose from 34\.5 to 46\.5/);
});

test('its JSON has the keys that scripts rely on, and follows the schema', async (t) => {
  const { code, json } = await commandLine(tables(t), `${LINE} --all-tests --format json`);
  assert.equal(code, 0);
  outputSchemas()('drift', json());
  const { reference, current, drifted, share, columns } = json<{
    reference: { rows: number };
    current: { rows: number };
    drifted: boolean;
    share: number;
    columns: { column: string; test: string; drifted: boolean | null; tests: { test: string }[] }[];
  }>();
  assert.deepEqual([reference.rows, current.rows, drifted, share], [200, 200, true, 0.5]);
  assert.deepEqual(
    columns.map(({ column, drifted: one }) => [column, one]),
    [
      ['age', true],
      ['city', true],
      ['noise', false],
      ['paid', false],
      ['id', null],
      ['since', null],
    ],
  );
  const made = columns[0]!.tests.map(({ test: name }) => name);
  for (const name of ['psi', 'kl', 'js', 'hellinger', 'wasserstein', 'ks', 'anderson_darling'])
    assert.ok(made.includes(name), name);
});

test('with --fail-on-drift the exit code says it, by the share that is asked for', async (t) => {
  const folder = tables(t);
  assert.equal((await commandLine(folder, `${LINE} --fail-on-drift`)).code, 1);
  assert.equal((await commandLine(folder, `${LINE} --fail-on-drift --share 51%`)).code, 0);
  assert.equal((await commandLine(folder, `${LINE} --fail-on-drift --share 0.3`)).code, 1);
  assert.equal((await commandLine(folder, `${LINE} --fail-on-drift --column noise --column paid`)).code, 0);
  // What cannot be told has not passed.
  assert.equal((await commandLine(folder, `${LINE} --fail-on-drift --column id`)).code, 1);
});

test('another test decides where one is named, by its code or its name in YAML', async (t) => {
  const folder = tables(t);
  const tests = async (more: string) => {
    const { json } = await commandLine(folder, `${LINE} --column age --format json ${more}`);
    const [column] = json<{ columns: { test: string; threshold: number; drifted: boolean }[] }>().columns;
    return [column!.test, column!.threshold, column!.drifted];
  };
  assert.deepEqual(await tests('--test psi --max 100'), ['psi', 100, false]);
  assert.deepEqual((await tests('--test anderson-darling')).slice(0, 1), ['anderson_darling']);
  assert.deepEqual((await tests('--test evidently'))[0], 'ks');
});

test('Markdown and JUnit say the same', async (t) => {
  const folder = tables(t);
  const markdown = (await commandLine(folder, `${LINE} --format markdown`)).out;
  assert.match(markdown, /^### ❌ after\.csv against before\.csv\n/);
  assert.match(markdown, /\| ❌ drift \| `age` \| wasserstein \|/);
  assert.match(markdown, /\| ✅ none \| `noise` \|/);
  const junit = (await commandLine(folder, `${LINE} --format junit`)).out;
  const [suite] = readXml(junit).elements;
  assert.deepEqual(
    ['tests', 'failures', 'errors', 'skipped'].map((name) => suite!.attributes[name]),
    ['7', '3', '0', '2'],
  );
  const quiet = (await commandLine(folder, `${LINE} --share 90% --format junit`)).out;
  assert.equal(readXml(quiet).elements[0]!.attributes['failures'], '0');
});

test('as a page it needs nothing else', async (t) => {
  const { code, out } = await commandLine(tables(t), `${LINE} --format html`);
  assert.equal(code, 0);
  assert.match(out, /^<!doctype html>/);
  assert.doesNotMatch(out, /https?:\/\/(?!www\.w3\.org)/);
});

test('columns that are gone, new or of another type are named, and nothing is said of their drift', async (t) => {
  const current = rows(0)
    .replace('id,age,city', 'id,age,town')
    .replaceAll(/^(n\d+),\d+/gm, '$1,many');
  const { code, out } = await commandLine(tables(t, current), LINE);
  assert.equal(code, 0);
  assert.match(
    out,
    /^schema +failed +2 +<= 0 +`age`: it was integer and is string; `city`: the current rows do not have it/m,
  );
  assert.match(out, /`town`: the reference does not have it/);
  assert.match(out, /^No drift: 0 of 2 columns changed in [\d,]+ rows; nothing can be told of 5 more\./);
});

test('a table without rows gives no verdict', async (t) => {
  const header = `${rows(0).split('\n')[0]}\n`;
  for (const [current, reference, empty] of [
    [header, rows(0), 'after'],
    [rows(0), header, 'before'],
    [header, header, 'after'],
  ] as const) {
    const { code, out, err } = await commandLine(tables(t, current, reference), `${LINE} --fail-on-drift`);
    assert.deepEqual([code, err], [1, '']);
    assert.ok(out.startsWith(`No verdict: ${empty}.csv has no rows.`), out);
  }
});

test('what cannot be done is said with the next step', async (t) => {
  const folder = tables(t);
  const refused = async (line: string, text: RegExp) => {
    const { code, out, err } = await commandLine(folder, line);
    assert.deepEqual([code, out], [2, '']);
    assert.match(err, text);
  };
  await refused('drift --reference before.csv', /--current/);
  await refused(`${LINE} --column agee`, /`agee`.*\n.*Did you mean `age`\?/);
  await refused(`${LINE} --share half`, /`--share half` is no share/);
  await refused(`${LINE} --share=`, /is no share/);
  await refused(`${LINE} --test ttest`, /ttest/);
  await refused('drift --reference before.csv --current gone.csv', /gone\.csv is not there/);
  writeFileSync(join(folder, 'empty.csv'), '');
  await refused('drift --reference before.csv --current empty.csv', /empty/);
});

const PROJECT = `
#- modelyard.yaml
project: people
language: 1
#- people.dataset.yaml
dataset: people
source: people.csv
datasheet: {sensitive: [City, age, id]}
`;

test('of sensitive columns of a dataset nothing is told but whether they drifted', async (t) => {
  const project = testProject(t, PROJECT);
  project.write('before.csv', rows(0));
  project.write('people.csv', rows(12));
  for (const format of ['text', 'json', 'markdown', 'junit', 'html']) {
    const { code, out, err } = await project.modelyard(
      `drift --reference before.csv --current people --all-tests --format ${format}`,
    );
    assert.deepEqual([code, err], [0, ''], format);
    assert.match(out, /city/);
    const told = format === 'html' ? out.slice(out.indexOf('id="report"'), out.lastIndexOf('<script>')) : out;
    for (const value of [/Rome|Oslo|Bern|Lima/, /\b46\.5\b/, /\b34\.5\b/, /\bn1[0-9]\b/])
      assert.doesNotMatch(told, value, format);
  }
  const { json } = await project.modelyard('drift --reference before.csv --current people --format json');
  const { columns } = json<{ columns: { column: string; sensitive: boolean; drifted: boolean | null }[] }>();
  assert.deepEqual(
    columns.filter(({ sensitive }) => sensitive).map(({ column, drifted }) => [column, drifted]),
    [
      ['age', true],
      ['city', true],
      ['id', null],
    ],
  );
});

test('names of columns and values cannot write to the terminal or break a table', async (t) => {
  const odd = '"a\u001b[31m|<b>"';
  const { code, out } = await commandLine(tables(t, rows(12).replace('age', odd), rows(0).replace('age', odd)), LINE);
  assert.equal(code, 0);
  assert.ok(!out.includes('\u001b[31m|'));
});
