import assert from 'node:assert/strict';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { KeyDiff } from '../../engine/src/data/diff/diffRows.ts';
import type { DataDiff } from '../../engine/src/operations/data/diff.ts';
import { commandLine, testProject } from '../kit/project.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

const PROJECT = `
#- orders.dataset.yaml
dataset: orders
source: orders/**/*.csv
key: [id]
csv: {nullstr: ["", "?"]}
datasheet: {sensitive: [customer]}
#- orders/day=1/a.csv
id,customer,amount
1,ann,1
2,bob,?
#- orders/day=2/a.csv
id,customer,amount
3,cid,3
#- read.pipeline.yaml
pipeline: read
steps:
  examples:
    uses: data/examples
    with: {from: orders, columns: {amount: amount}}
`;

test('a version that is gone from the project is compared with the files of now, by the key of the dataset', async (t) => {
  const project = testProject(t, PROJECT);
  assert.equal((await project.modelyard('run read')).code, 0);
  const { current } = (await project.modelyard('data versions orders --format json')).json<{ current: string }>();
  project.write('orders/day=3/a.csv', 'id,customer,amount\n4,dan,4\n');
  project.write('orders/day=2/a.csv', 'id,customer,amount\n3,cid,33\n');
  rmSync(join(project.folder, 'orders/day=1'), { recursive: true });
  const line = `data diff orders@${current.slice(0, 8)} orders`;
  const { code, err, json } = await project.modelyard(`${line} --format json`);
  assert.equal(code, 0, err);
  const { a, b, files, changes, columns } = json<DataDiff>();
  assert.deepEqual([a.version, a.rows, b.rows], [current, 3, 2]);
  const paths = (['added', 'removed', 'changed'] as const).map((kind) => files?.[kind].map(({ path }) => path));
  assert.deepEqual(paths, [['orders/day=3/a.csv'], ['orders/day=1/a.csv'], ['orders/day=2/a.csv']]);
  const { added, removed, changed, samples } = changes as KeyDiff;
  assert.deepEqual([added, removed, changed, samples?.removed], [1, 2, 1, [{ id: 1 }, { id: 2 }]]);
  // `?` is null in the version too, and the partition is a column of both.
  assert.equal(columns.find(({ name }) => name === 'amount')?.a.missing.toFixed(3), '0.333');
  assert.ok(columns.some(({ name }) => name === 'day'));
  assert.deepEqual(columns.find(({ name }) => name === 'customer')?.a.top, []);
  const { out } = await project.modelyard(line);
  assert.match(
    out,
    /^orders@\w{12} \(3 rows\) → orders@\w{12} \(2 rows\)\nkeys \(id\): 1 added, 2 removed, 1 changed, 0 the same\n/,
  );
  assert.doesNotMatch(out, /ann|bob|cid|dan/);
});

test('two files are compared with no project around them, and nothing is left behind', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'old.csv'), 'id,v\n1,a\n2,b\n');
  writeFileSync(join(folder, 'new.ndjson'), '{"id":2,"v":"b"}\n{"id":3,"v":"c"}\n');
  const byContent = await commandLine(folder, 'data diff old.csv new.ndjson --format json');
  assert.deepEqual(byContent.json<DataDiff>().changes, { kind: 'content', added: 1, removed: 1, same: 1 });
  const byKey = await commandLine(folder, 'data diff old.csv new.ndjson --key id');
  assert.match(byKey.out, /keys \(id\): 1 added, 1 removed, 0 changed, 1 the same/);
  assert.match((await commandLine(folder, 'data diff old.csv old.csv')).out, /have the same 2 rows\.\n$/);
  assert.deepEqual(readdirSync(folder), ['new.ndjson', 'old.csv']);
});

/** What cannot be compared; what each says. */
const WRONG: readonly (readonly [string, RegExp])[] = [
  ['data diff nope.csv old.csv', /nope\.csv is not there/],
  ['data diff old.csv old.txt', /the ending does not tell/],
  ['data diff old.csv old.csv --key idd', /no column `idd` in both .*\nnext: Did you mean `id`/],
  ['data diff orders old.csv', /no modelyard\.yaml/],
  ['data diff empty.csv old.csv', /empty\.csv/],
  ['data diff old.csv', /B is missing/],
];

test('what cannot be compared is said once, with exit code 2', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'old.csv'), 'id,v\n1,a\n');
  writeFileSync(join(folder, 'old.txt'), 'id,v\n1,a\n');
  writeFileSync(join(folder, 'empty.csv'), '');
  for (const [line, says] of WRONG) {
    const { code, out, err } = await commandLine(folder, line);
    assert.deepEqual({ code, out }, { code: 2, out: '' }, `${line}: ${err}`);
    assert.match(err, says, line);
  }
});
