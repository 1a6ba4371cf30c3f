import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openDuckDb } from '../../../engine/src/adapters/duckdb/duckDb.ts';
import { localFiles } from '../../../engine/src/adapters/files/localFiles.ts';
import { datasetRows } from '../../../engine/src/facts/datasetRows.ts';
import { FactGatherer } from '../../../engine/src/facts/factGatherer.ts';
import { type Preview, type PreviewOptions, previewSql } from '../../../engine/src/facts/preview.ts';
import { previewedAt } from '../../../engine/src/facts/previewed.ts';
import { loadProject } from '../../../engine/src/project/load.ts';
import { readFixture } from '../../kit/fixture.ts';
import { specTexts } from '../../kit/problems.ts';
import { temporaryFolder } from '../../kit/temporaryFolder.ts';

const PASSENGERS = `
#- ships.csv
name,class,fare,survived
Anna,first,80.5,true
Bert,third,7,false
Carl,third,8,
Dora,second,20,true
Edda,third,,false
Finn,first,60,false
#- ships.dataset.yaml
dataset: ships
source: ships.csv
datasheet: {sensitive: [name]}
checks:
  - {name: many, expect: count(*) > 3}
  - {name: paid, rows: fare > 0}
#- wrecks.dataset.yaml
dataset: wrecks
source:
  sql: select class, fare * 2 as twice, upper(name) as who from ships where fare > 7
#- ships.pipeline.yaml
pipeline: ships
params: {least: 8}
steps:
  examples:
    uses: data/examples
    with:
      from: ships
      where: fare >= \${{ params.least }}
      label: {survived: survived}
      columns:
        class: class
        fare: fare
        initial: name[1]
        wrong: faree
`;

const WITH = ['steps', 'examples', 'with'];

test('of a predicate the rows that it keeps, with the defaults of params', async (t) => {
  // fare >= 8: Anna, Carl, Dora, Finn.
  const preview = await look(t, { file: 'ships.pipeline.yaml', path: [...WITH, 'where'] });
  assert.equal(preview?.rows, 6);
  assert.equal(preview?.kept, 4);
  assert.deepEqual(preview?.columns, ['fare', 'name', 'class', 'survived']);
  assert.deepEqual(preview?.sample[0], ['80.5', '***', 'first', 'true']);
  assert.deepEqual(
    preview?.sample.map(([fare]) => fare),
    ['80.5', '8.0', '20.0', '60.0'],
  );
});

test('of a label the balance among the rows that `where` keeps', async (t) => {
  const preview = await look(t, { file: 'ships.pipeline.yaml', path: [...WITH, 'label', 'survived'] });
  assert.deepEqual(
    [preview?.rows, preview?.missing, preview?.distinct, preview?.balance],
    [
      4,
      1,
      2,
      [
        { value: 'true', rows: 2 },
        { value: 'false', rows: 1 },
      ],
    ],
  );
});

test('of numbers the range', async (t) => {
  const preview = await look(t, { file: 'ships.pipeline.yaml', path: [...WITH, 'columns', 'fare'] });
  // (80.5 + 8 + 20 + 60) / 4
  assert.deepEqual(preview?.range, { min: '8.0', max: '80.5', mean: 42.125 });
  assert.equal(preview?.balance, undefined);
});

test('what reads a sensitive column is counted and not shown', async (t) => {
  const preview = await look(t, { file: 'ships.pipeline.yaml', path: [...WITH, 'columns', 'initial'] });
  assert.deepEqual([preview?.rows, preview?.missing, preview?.balance], [4, 0, undefined]);
  assert.deepEqual(preview?.sample[0], ['***', '***', 'first', '80.5', 'true']);
});

test('of an aggregate its value, of a query its rows', async (t) => {
  const aggregate = await look(t, { file: 'ships.dataset.yaml', path: ['checks', 0, 'expect'] });
  assert.deepEqual([aggregate?.rows, aggregate?.value], [6, 'true']);
  // fare > 7: Anna, Carl, Dora, Finn.
  const query = await look(t, { file: 'wrecks.dataset.yaml', path: ['source', 'sql'] });
  assert.equal(query?.rows, 4);
  // `twice` may hold any of what is read, `class` is read under its own name.
  assert.deepEqual(query?.sample[0], ['first', '***', '***']);
});

test('of the first rows it says so', async (t) => {
  const place = { file: 'ships.dataset.yaml', path: ['checks', 1, 'rows'] };
  const first = await look(t, place, { first: 2 });
  assert.deepEqual([first?.rows, first?.kept, first?.first], [2, 2, 2]);
  const all = await look(t, place, { first: 100 });
  assert.deepEqual([all?.rows, all?.kept, all?.first], [6, 5, undefined]);
});

test('SQL that is wrong is not run', async (t) => {
  assert.equal(await look(t, { file: 'ships.pipeline.yaml', path: [...WITH, 'columns', 'wrong'] }), undefined);
  assert.equal(await look(t, { file: 'ships.pipeline.yaml', path: [...WITH, 'from'] }), undefined);
});

async function look(
  t: TestContext,
  place: { readonly file: string; readonly path: readonly (string | number)[] },
  options: PreviewOptions = {},
): Promise<Preview | undefined> {
  const fixture = readFixture(PASSENGERS);
  const root = temporaryFolder(t);
  for (const [path, content] of [...fixture.files, ...specTexts(fixture)]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  const tmpFolder = join(root, '.modelyard/tmp');
  mkdirSync(tmpFolder, { recursive: true });
  const files = localFiles();
  const openData = (readable: readonly string[]) => openDuckDb({ tmpFolder, readable, threads: 1 });
  const sources = { root, files, variables: {} };
  const project = await new FactGatherer({ ...sources, openData }).gather(await loadProject(files, root));
  const previewed = previewedAt(project, place);
  const rows = previewed && (await datasetRows(project, previewed.dataset, sources));
  if (previewed === undefined || rows === undefined) return undefined;
  const data = await openData(rows.files);
  try {
    return await previewSql(data, previewed, rows, options);
  } finally {
    await data.close();
  }
}
