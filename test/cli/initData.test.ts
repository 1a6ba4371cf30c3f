import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { modelFromTable } from '../kit/modelFromTable.ts';
import { commandLine, type Said, testProject } from '../kit/project.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

/** 90 birds of three species that differ in size; every ninth has no measures. */
const BIRDS = lines('bird_id,species,bill mm,mass_g,island,planet', 90, (i) => {
  const kind = i % 3;
  const measures =
    i % 9 === 4 || i % 9 === 8 ? 'NA,NA' : `${38 + 5 * kind + (i % 4) * 0.5},${3500 + 700 * kind + (i % 5) * 40}`;
  return `B${1000 + i},${['Adelie', 'Gentoo', 'Chinstrap'][kind]},${measures},${i % 2 ? 'Biscoe' : 'Torgersen'},Earth`;
});

/** 2,000 hours of which the temperature tells most. */
const RENTALS = lines('started,temperature,holiday,members,guests,count', 2000, (i) => {
  const hour = new Date(Date.UTC(2011, 0, 1) + i * 3_600_000).toISOString().slice(0, 19);
  const temperature = 10 + 8 * Math.sin(i / 24) + (i % 7) * 0.3;
  const [members, guests] = [Math.round(20 + temperature * 3 + (i % 13)), (i * 7919) % 30];
  return `${hour},${temperature.toFixed(2)},${i % 40 === 0 ? 1 : 0},${members},${guests},${members + guests}`;
});

/** 800 trips of 100 days, later on the way home. */
const TRIPS = lines('year,month,day,hour,minutes_late', 800, (i) => {
  const day = new Date(Date.UTC(2013, 0, 1 + Math.floor(i / 8)));
  const hour = 6 + 2 * (i % 8);
  return `2013,${day.getUTCMonth() + 1},${day.getUTCDate()},${hour},${(hour > 15 ? 12 : 3) + ((i * 7) % 50) / 10}`;
});

/** 1,200 visits of 300 patients; those who waited long come back. */
const VISITS = lines('patient_id,email,ethnicity,sex,select,Days Since,🙂,Came Back', 1200, (i) => {
  const [person, days] = [i % 300, (i * 31) % 97];
  return `${40_000 + person * 7},p${person}@example.org,${'ABC'[person % 3]},${person % 2 ? 'f' : 'm'},${(i * 17) % 11},${days},${i % 5},${days + 4 * ((i * 17) % 11) + 6 * ((i * 13) % 12) > 110 ? 'yes' : 'no'}`;
});

describe('a project from a table', { concurrency: 2 }, () => {
  test('a small table of classes becomes a model, the same one each time', async (t) => {
    const [one, again] = [await model(t, 'birds.csv', BIRDS, 'species'), await model(t, 'birds.csv', BIRDS, 'species')];
    assert.equal(again.sha256, one.sha256);
    const { draft, files, project } = one.made;
    assert.equal(project, 'birds');
    assert.deepEqual(files, [
      '.gitignore',
      'birds.dataset.yaml',
      'birds.pipeline.yaml',
      'data/birds.csv',
      'modelyard.yaml',
    ]);
    assert.deepEqual(draft?.inputs, ['bill_mm', 'mass_g', 'island']);
    assert.deepEqual([draft?.task, draft?.split, draft?.key], ['multiclass', 'stratified', ['bird_id']]);
    assert.deepEqual(draft?.leftOut, [
      { column: 'bird_id', why: 'the key: another value in every row says nothing about the next one' },
      { column: 'planet', why: 'the same value in every row' },
    ]);
    assert.match(one.dataset, /"NA" in `bill mm` \(20 rows\), `mass_g` \(20 rows\)\.\n {2}nullstr: \["", "NA"\]/);
    assert.match(one.pipeline, /^ {8}bill_mm: '"bill mm"'$/m);
  });

  test('rows with a time are cut by it, and what adds up to the label is left out', async (t) => {
    const { made, pipeline, dataset } = await model(t, 'rentals.csv', RENTALS, 'count');
    assert.deepEqual(
      made.draft?.leftOut.map(({ column }) => column),
      ['started', 'members', 'guests'],
    );
    assert.deepEqual([made.draft?.task, made.draft?.split, made.draft?.timestamp], ['regression', 'time', 'started']);
    assert.deepEqual(made.draft?.inputs, ['temperature', 'holiday', 'started_hour', 'started_weekday']);
    assert.match(pipeline, /^ {8}started_weekday: isodow\(started\)$/m);
    assert.match(dataset, /^timestamp: started$/m);
  });

  test('a time in parts is put together by a dataset of its own', async (t) => {
    const { made, folder, dataset } = await model(t, 'trips.csv', TRIPS, 'minutes_late');
    assert.deepEqual(
      made.draft?.leftOut.map(({ column }) => column),
      ['year', 'event_time'],
    );
    assert.deepEqual(
      [made.draft?.dataset, made.draft?.split, made.draft?.timestamp],
      ['trips_timed', 'time', 'event_time'],
    );
    assert.doesNotMatch(dataset, /event_time/);
    const timed = readFileSync(join(folder, 'trips-timed.dataset.yaml'), 'utf8');
    assert.match(
      timed,
      /^ {2}sql: select \*, make_timestamp\(year, month, day, hour, 0, 0\) as event_time from trips$/m,
    );
  });

  test('what names people is sensitive and no input; rows of one person stay together', async (t) => {
    const { made, dataset, pipeline, version } = await model(t, 'visits.csv', VISITS, 'Came Back');
    assert.deepEqual(
      made.draft?.leftOut.map(({ column }) => column),
      ['email', 'ethnicity'],
    );
    assert.deepEqual(made.draft?.inputs, ['patient_id', 'sex', 'select', 'days_since', 'column']);
    assert.match(dataset, /^ {2}sensitive: \[patient_id, email, ethnicity\]$/m);
    assert.match(pipeline, /^ {8}came_back: '"Came Back"'$/m);
    assert.match(pipeline, /^ {8}select: '"select"'$/m);
    assert.match(pipeline, /^ {6}by: group\n {6}group: patient_id$/m);
    assert.match(pipeline, /^ {6}slices: \[sex\]$/m);
    const [, signature = ''] = /^ {2}inputs:([\s\S]*?)\n {2}outputs:/m.exec(version) ?? [];
    assert.deepEqual(signature.match(/\w+(?=:)/g), ['sex', 'select', 'days_since', 'column']);
  });
});

test('a file in the project stays where it is, and git does not keep it', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'birds.csv'), BIRDS);
  const said = await commandLine(folder, 'init . --data birds.csv --target species --format json');
  assert.equal(said.code, 0, said.err);
  assert.ok(!existsSync(join(folder, 'data')));
  assert.ok((await commandLine(folder, 'validate')).code === 0);
});

test('a second table joins the project that is there; times as text are read by a dataset of their own', async (t) => {
  const project = testProject(t, '');
  await project.parquet(
    'logs.parquet',
    "select (timestamp '2001-01-01' + interval (i) hour)::varchar as logged_at, (i * 7919) % 101 as load, i % 2 = 0 as failed from range(400) r(i)",
  );
  project.write('birds.csv', BIRDS);
  for (const words of ['birds.csv --target species', 'logs.parquet --target failed']) {
    const said = await project.modelyard(`init . --data ${words} --format json`);
    assert.deepEqual([said.code, said.json<{ project: string }>().project], [0, 'small'], said.err);
  }
  const checked = await project.modelyard('validate');
  assert.equal(checked.code, 0, checked.out);
  assert.match(
    project.read('logs-timed.dataset.yaml'),
    /sql: select \*, logged_at::TIMESTAMP as event_time from logs$/m,
  );
  assert.match(project.read('logs.pipeline.yaml'), /^ {6}by: time$/m);
});

test('the same again changes nothing, another answer is refused', async (t) => {
  const { folder } = table(t, 'birds.csv', BIRDS);
  const init = (target: string) => commandLine(folder, `init --data birds.csv --target ${target}`);
  assert.equal((await init('species')).code, 0);
  assert.equal((await init('species')).code, 0);
  const other = await init('island');
  assert.equal(other.code, 2);
  assert.match(other.err, /birds\.dataset\.yaml.*already, with other content/);
});

describe('a table that cannot be learned from is refused with the reason', { concurrency: 2 }, () => {
  const refused: readonly (readonly [why: string, file: string, text: string, words: string, said: RegExp])[] = [
    [
      'a target of another name',
      'a.csv',
      BIRDS,
      '--target Species',
      /no column `Species`[\s\S]*Did you mean `species`/,
    ],
    ['a target of one value', 'a.csv', BIRDS, '--target planet', /same value in every row/],
    ['a target that is an id', 'a.csv', 'a,b\nx1,1\nx2,2\nx3,3\nx4,4\n', '--target a', /an id or free text/],
    ['a target without values', 'a.csv', 'a,b\n,1\n,2\n', '--target a', /without a value/],
    [
      'a target that is a time',
      'a.csv',
      'a,b\n2001-01-01,1\n2001-01-02,2\n2001-01-03,3\n',
      '--target a',
      /class or a number/,
    ],
    ['an empty file', 'a.csv', '', '--target a', /empty/],
    ['a header alone', 'a.csv', 'a,b\n', '--target a', /no rows/],
    ['one column', 'a.csv', 'a\n1\n2\n', '--target a', /one column only/],
    ['5,000 columns', 'a.csv', wide(5000), '--target c1', /5,000 columns/],
    ['no table', 'a.png', 'PNG', '--target a', /ending does not tell/],
    ['nothing but an id', 'a.csv', 'id,b\n1,0\n2,1\n3,0\n4,1\n', '--target b', /No column is left[\s\S]*`id`: the key/],
    ['a time that is none', 'a.csv', BIRDS, '--target species --time island', /not a timestamp or a date/],
    ['a key that is none', 'a.csv', BIRDS, '--target species --key island', /90 rows have 2 different values/],
    ['a positive value that is none', 'a.csv', BIRDS, '--target island --positive Mars', /Torgersen/],
    ['a positive of many', 'a.csv', BIRDS, '--target species --positive Adelie', /two values/],
    ['no target', 'a.csv', BIRDS, '', /--target/],
  ];
  for (const [why, file, text, words, pattern] of refused)
    test(why, async (t) => {
      const { folder } = table(t, file, text);
      const said = await commandLine(folder, `init new --data ${file} ${words}`);
      assert.equal(said.code, 2, said.out + said.err);
      assert.match(said.err, pattern);
      assert.doesNotMatch(said.err, /mistake in Modelyard/);
      assert.ok(!existsSync(join(folder, 'new')));
    });

  test('options of a table need one', async (t) => {
    const folder = temporaryFolder(t);
    const says = async (line: string): Promise<Said> => commandLine(folder, line);
    assert.match((await says('init new --target a')).err, /--data/);
    assert.match((await says('init new --key a')).err, /--data/);
    assert.match((await says('init new --data a.csv --target a --sample flights')).err, /Choose one/);
    assert.match((await says('init new --data a.csv --target a')).err, /a\.csv is not there/);
  });
});

function table(t: TestContext, file: string, text: string): { readonly folder: string; readonly data: string } {
  const folder = temporaryFolder(t);
  const data = join(folder, file);
  writeFileSync(data, text);
  return { folder, data };
}

/** Drafted and run in a folder of its own. */
async function model(t: TestContext, file: string, text: string, target: string) {
  const { folder, data } = table(t, file, text);
  const place = join(folder, 'place');
  mkdirSync(place);
  return modelFromTable(place, data, target);
}

function lines(head: string, rows: number, row: (i: number) => string): string {
  return `${head}\n${Array.from({ length: rows }, (_, i) => `${row(i)}\n`).join('')}`;
}

function wide(columns: number): string {
  const line = (cell: (i: number) => string | number) =>
    `${Array.from({ length: columns }, (_, i) => cell(i)).join(',')}\n`;
  return line((i) => `c${i}`) + line((i) => i) + line((i) => i + 1);
}
