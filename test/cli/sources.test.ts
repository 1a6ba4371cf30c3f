import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { type TestProject, testProject } from '../kit/project.ts';

/** A pipeline that makes examples of the dataset, for what the run says of them. */
function examples(dataset: string, columns: string): string {
  return `
#- look.pipeline.yaml
pipeline: look
steps:
  examples:
    uses: data/examples
    with: {from: ${dataset}, columns: {${columns}}}
`;
}

interface Summary {
  readonly run: string;
  readonly status: string;
  readonly steps: readonly { readonly step: string; readonly status: string }[];
}

interface ShownRun {
  readonly data: readonly { readonly dataset: string; readonly rows: number }[];
}

async function readBy(project: TestProject, command = 'run look'): Promise<readonly (readonly [string, number])[]> {
  const said = await project.modelyard(`${command} --format json`);
  assert.equal(said.code, 0, said.err);
  const shown = await project.modelyard(
    `runs show ${said.json<Summary & Record<string, unknown>>().run} --format json`,
  );
  return shown
    .json<ShownRun & Record<string, unknown>>()
    .data.map(({ dataset, rows }) => [dataset, rows] as const)
    .sort();
}

const SALES = `
#- sales.dataset.yaml
dataset: sales
source: sales.csv
csv: {nullstr: [NA]}
#- sales.csv
shop,amount
a,1
a,NA
b,5
#- shops.dataset.yaml
dataset: shops
source: shops.csv
#- shops.csv
shop,city
a,Bonn
b,Ulm
#- by_city.dataset.yaml
dataset: by_city
source:
  sql: |
    select city, sum(amount) as total
    from sales join shops using (shop)
    group by city
`;

/** Counts how often it runs, in runs.txt, and writes as many rows as its argument says; where there is a file `broken`, it fails halfway. */
const EXTRACT = `
#- extract.mjs
import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
const [, , rows, how] = process.argv;
appendFileSync('runs.txt', 'x');
mkdirSync('raw', { recursive: true });
if (existsSync('broken')) {
  writeFileSync('raw/part.csv', 'a\\n1\\n');
  console.error('no more rows: token ' + process.env.TOKEN);
  process.exit(3);
}
if (how === 'slow') await new Promise((resolve) => setTimeout(resolve, 300));
if (how !== 'nothing') writeFileSync('raw/part.csv', 'a\\n' + Array.from({ length: Number(rows) }, (_, i) => i).join('\\n') + '\\n');
`;

function extracted(run: string, more = ''): string {
  return `${EXTRACT}
#- numbers.dataset.yaml
dataset: numbers
source:
  run: ${run}
  output: raw/*.csv
  ${more}
${examples('numbers', 'a: a')}`;
}

function runs(project: TestProject): number {
  const file = join(project.folder, 'runs.txt');
  return existsSync(file) ? readFileSync(file, 'utf8').length : 0;
}

const HOURS = `
#- hours.dataset.yaml
dataset: hours
source: hours/**/*.csv
timezone: America/New_York
timestamp: moment
#- hours/year=2024/a.csv
moment,n
2024-03-10 01:30:00,1
2024-03-10 02:30:00,2
2024-11-03 01:30:00,3
2024-11-03 01:45:00,4
2024-11-03 02:00:00,5
`;

function statuses({ steps }: Summary): Readonly<Record<string, string>> {
  return Object.fromEntries(steps.map(({ step, status }) => [step, status]));
}

describe('sources', { concurrency: 4 }, () => {
  test('a dataset may be SQL over others; a run names the files that its rows come from', async (t) => {
    const project = testProject(t, SALES + examples('by_city', 'city: city, total: total'));
    const validated = await project.modelyard('validate');
    assert.equal(validated.code, 0, validated.out + validated.err);
    assert.deepEqual(await readBy(project), [
      ['by_city', 2],
      ['sales', 3],
      ['shops', 2],
    ]);
  });

  test('the rows of SQL are made once for each version of what it reads', async (t) => {
    const project = testProject(t, SALES + examples('by_city', 'city: city'));
    await readBy(project);
    const again = await project.modelyard('run look --format json');
    assert.deepEqual(statuses(again.json()), { examples: 'cached' });
    project.write('sales.csv', 'shop,amount\na,1\na,7\n');
    assert.deepEqual((await readBy(project))[0], ['by_city', 1]);
    project.write('sales.dataset.yaml', project.read('sales.dataset.yaml').replace('[NA]', "[NA, '1']"));
    const otherReading = await project.modelyard('run look --format json');
    assert.deepEqual(statuses(otherReading.json()), { examples: 'done' });
  });

  test('SQL over SQL leads to the files below all; datasets that read each other are refused', async (t) => {
    const more = `
#- cities.dataset.yaml
dataset: cities
source: {sql: select city from by_city where total > 2}
`;
    const project = testProject(t, SALES + more + examples('cities', 'city: city'));
    assert.deepEqual(await readBy(project), [
      ['cities', 1],
      ['sales', 3],
      ['shops', 2],
    ]);
    project.write('shops.dataset.yaml', 'dataset: shops\nsource: {sql: select * from cities}\n');
    const refused = await project.modelyard('run look');
    assert.equal(refused.code, 2);
    assert.match(refused.err, /by_city.* reads .*by_city|cities.* reads .*cities/);
    const checked = await project.modelyard('data validate cities');
    assert.notEqual(checked.code, 0);
    assert.match(checked.out + checked.err, /Datasets read each other: cities reads by_city reads shops reads cities/);
  });

  test('a program writes the files where they are missing, and never while specs are checked', async (t) => {
    const project = testProject(t, extracted('node extract.mjs 3'));
    const validated = await project.modelyard('validate');
    assert.equal(validated.code, 0, validated.out + validated.err);
    assert.equal(runs(project), 0);
    assert.deepEqual(await readBy(project), [['numbers', 3]]);
    await project.modelyard('run look --force');
    assert.equal(runs(project), 1);
    rmSync(join(project.folder, 'raw'), { recursive: true });
    await project.modelyard('data validate numbers');
    assert.equal(runs(project), 2);
  });

  test('a program runs again when its output is older than `refresh`', async (t) => {
    const project = testProject(t, extracted('node extract.mjs 3', 'refresh: 24h'));
    await readBy(project);
    await readBy(project, 'run look --force');
    assert.equal(runs(project), 1);
    project.write('numbers.dataset.yaml', project.read('numbers.dataset.yaml').replace('24h', '0s'));
    await readBy(project, 'run look --force');
    assert.equal(runs(project), 2);
  });

  test('what a failed program has written is not used, and its failure says what it said, but no secret', async (t) => {
    const project = testProject(t, extracted('node extract.mjs 3', 'env: {TOKEN: "${{ secrets.KEY }}"}'));
    const variables = { MODELYARD_SECRET_KEY: 'hush-hush' };
    project.write('broken', '');
    for (const attempt of [1, 2]) {
      const failed = await project.modelyard('run look', { variables });
      assert.equal(failed.code, 1, failed.out);
      assert.match(failed.out + failed.err, /`node extract\.mjs 3`.*exit code 3.*no more rows: token \*\*\*/);
      assert.doesNotMatch(failed.out + failed.err, /hush-hush/);
      assert.equal(runs(project), attempt);
    }
    rmSync(join(project.folder, 'broken'));
    const mended = await project.modelyard('run look', { variables });
    assert.equal(mended.code, 0, mended.err);
  });

  test('two runs at once start a program once', async (t) => {
    const project = testProject(t, extracted('node extract.mjs 3 slow'));
    const both = await Promise.all([project.modelyard('run look'), project.modelyard('run look')]);
    assert.deepEqual(
      both.map(({ code }) => code),
      [0, 0],
    );
    assert.equal(runs(project), 1);
  });

  test('a program that writes nothing is named with what was looked for', async (t) => {
    const project = testProject(t, extracted('node extract.mjs 3 nothing'));
    const said = await project.modelyard('run look');
    assert.equal(said.code, 1);
    assert.match(said.out + said.err, /numbers.* wrote nothing that matches `raw\/\*\.csv`/);
  });

  test('a run and `data validate` say how many local times the clocks skip or show twice', async (t) => {
    const project = testProject(t, HOURS + examples('hours', 'n: n, hour: hour(moment), year: year'));
    const notice =
      'Times in `moment` that clocks in America/New_York skip (read as if they had not been set forward yet): 1; that clocks in America/New_York show twice (read as the second): 2';
    const run = await project.modelyard('run look --format ndjson');
    assert.equal(run.code, 0, run.err);
    assert.ok(run.out.includes(JSON.stringify(notice).slice(1, -1)), run.out);
    const validated = await project.modelyard('data validate hours --format json');
    assert.ok(validated.out.includes(JSON.stringify(notice).slice(1, -1)), validated.out);
    const cached = await project.modelyard('run look --format json');
    assert.deepEqual(statuses(cached.json()), { examples: 'cached' });
    project.write('hours.dataset.yaml', project.read('hours.dataset.yaml').replace('America/New_York', 'UTC'));
    const utc = await project.modelyard('run look --format json');
    assert.deepEqual(statuses(utc.json()), { examples: 'done' });
  });

  test('a zone that there is not is named before anything is read', async (t) => {
    const project = testProject(t, HOURS.replace('America/New_York', 'America/New_Yrok') + examples('hours', 'n: n'));
    for (const command of ['run look', 'data validate hours']) {
      const said = await project.modelyard(command);
      assert.notEqual(said.code, 0);
      assert.match(said.out + said.err, /time zone `America\/New_Yrok`[\s\S]*did you mean `America\/New_York`/i);
    }
  });

  test('a partition that is added or deleted is another version; its folders decide the columns', async (t) => {
    const project = testProject(t, HOURS + examples('hours', 'n: n, year: year'));
    assert.deepEqual(await readBy(project), [['hours', 5]]);
    project.write('hours/year=2025/a.csv', 'moment,n\n2025-01-01 00:00:00,9\n');
    assert.deepEqual(await readBy(project), [['hours', 6]]);
    rmSync(join(project.folder, 'hours/year=2024'), { recursive: true });
    assert.deepEqual(await readBy(project), [['hours', 1]]);
    project.write('hours/b.csv', 'moment,n\n2025-01-01 00:00:00,9\n');
    const mixed = await project.modelyard('run look');
    assert.equal(mixed.code, 2);
    assert.match(mixed.err, /hours\/.*csv: its folders name other columns than those of hours\//);
  });
});
