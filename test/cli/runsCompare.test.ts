import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openHost } from '../../engine/src/adapters/host.ts';
import type { FileRow, RunDifferences } from '../../engine/src/operations/runs/compare/runDifferences.ts';
import { loadProject } from '../../engine/src/project/load.ts';
import { dataMoves } from '../../server/src/data/answers/dataMoves.ts';
import { runDifferences } from '../../server/src/data/answers/runDifferences.ts';
import { runFile } from '../../server/src/data/answers/runFile.ts';
import { newViewMemory } from '../../server/src/data/viewMemory.ts';
import { outputSchemas } from '../kit/outputSchemas.ts';
import { type TestProject, testProject } from '../kit/project.ts';

const PROJECT = `
#- ml/modelyard.yaml
project: small
language: 1
#- ml/orders.dataset.yaml
dataset: orders
source: orders/*.csv
key: [id]
keep: copy
datasheet: {sensitive: [customer]}
#- ml/orders/a.csv
id,customer,amount
1,ann,1
2,bob,2
3,cid,3
#- ml/read.pipeline.yaml
pipeline: read
params: {least: 0, note: x|y}
steps:
  examples:
    uses: data/examples
    with: {from: orders, columns: {amount: amount}}
#- ml/tool.py
print(1)
print(2)
#- .gitignore
.modelyard
`;

/** A project in a folder of a repository, and two runs of it between which all kinds of things change. */
async function twoRuns(t: TestContext) {
  const whole = testProject(t, PROJECT);
  rmSync(join(whole.folder, 'modelyard.yaml'));
  const git = (...args: string[]) => execFileSync('git', args, { cwd: whole.folder, encoding: 'utf8' });
  git('init', '-q');
  for (const [name, value] of [
    ['user.name', 'Ada'],
    ['user.email', 'ada@example.org'],
    ['commit.gpgsign', 'false'],
  ] as const)
    git('config', name, value);
  git('add', '.');
  git('commit', '-qm', 'one');
  const modelyard: TestProject['modelyard'] = (line, options) =>
    whole.modelyard(
      [...(typeof line === 'string' ? line.split(' ') : line), '--project', join(whole.folder, 'ml')],
      options,
    );
  const run = async (...args: string[]) => {
    const said = await modelyard(['run', 'read', ...args, '--format', 'json']);
    assert.equal(said.code, 0, said.err);
    return said.json<{ run: string }>().run;
  };
  const a = await run();
  whole.write(
    'ml/read.pipeline.yaml',
    whole.read('ml/read.pipeline.yaml').replace('{amount: amount}', '{amount: amount + 1}'),
  );
  whole.write('ml/added.py', 'print(3)\n');
  whole.write('lib.py', 'x = 1\n');
  git('add', '.');
  git('commit', '-qm', 'two');
  whole.write('ml/tool.py', 'print(1)\nprint(22)\n');
  whole.write('ml/orders/a.csv', 'id,customer,amount,day\n1,ann,100,1\n2,bob,200,1\n3,cid,300,2\n4,dan,400,2\n');
  const b = await run('--param', 'least=1', '--param', 'note=<img src=x> @ada');
  return { whole, git, modelyard, a, b };
}

test('what differs between two runs is told from specs to data, and nothing that is sensitive', async (t) => {
  const { modelyard, a, b } = await twoRuns(t);
  const said = await modelyard(['runs', 'compare', a, b, '--format', 'json']);
  assert.equal(said.code, 0, said.err);
  outputSchemas()('runs-compare', said.json());
  const { differences } = said.json<{ differences: RunDifferences }>();
  assert.deepEqual(differences.params.rows, [
    { name: 'least', values: ['0', '1'] },
    { name: 'note', values: ['x|y', '<img src=x> @ada'] },
  ]);
  assert.deepEqual(states(differences.specs.files), [['read.pipeline.yaml', 'changed', 1, 1]]);
  assert.deepEqual(states(differences.code.files), [
    ['../lib.py', 'added', 1, 0],
    ['added.py', 'added', 1, 0],
    ['orders/a.csv', 'changed', 5, 4],
    ['tool.py', 'changed', 1, 1],
  ]);
  const texts = differences.code.files.map(({ values }) => (values[1] as { text?: unknown }).text);
  assert.deepEqual([texts[2], texts[3]], [null, '@@ -1,2 +1,2 @@\n print(1)\n-print(2)\n+print(22)\n']);
  const [orders] = differences.data.rows;
  const change = orders?.values[1]?.change;
  assert.deepEqual(
    [change?.rows, change?.columns, change?.unknown],
    [1, { added: ['day'], removed: [], retyped: [] }, null],
  );
  assert.deepEqual([change?.moved?.added, change?.moved?.removed, change?.moved?.changed], [1, 0, 3]);
  assert.deepEqual(
    change?.moved?.columns.map(({ name }) => name),
    ['amount', 'id'],
  );
  assert.doesNotMatch(said.out, /ann|bob|dan/);
  const quick = await modelyard(['runs', 'compare', a, b, '--skip-data', '--format', 'json']);
  assert.equal(quick.json<{ differences: RunDifferences }>().differences.data.rows[0]?.values[1]?.change?.moved, null);
});

test('a pull request is told the same in tables', async (t) => {
  const { modelyard, a, b } = await twoRuns(t);
  const said = await modelyard([
    'runs',
    'compare',
    a,
    b,
    '--baseline',
    b.slice(0, 6),
    '--skip-data',
    '--format',
    'markdown',
  ]);
  assert.equal(said.code, 0, said.err);
  const [one, two] = [a.slice(0, 8), b.slice(0, 8)];
  const text = said.out
    .replaceAll(one, 'A')
    .replaceAll(two, 'B')
    .replace(/[0-9a-f]{8} on \w+/g, 'COMMIT')
    .replace(/[0-9a-f]{12}/g, 'VERSION');
  assert.equal(
    text,
    `| run | \`A\` | \`B\` (baseline) |
| --- | --- | --- |
| name | \`read\` | \`read\` |
| status | finished | finished |
| commit | \`COMMIT\` | \`COMMIT, with uncommitted changes\` |

### Parameters

| parameters | \`A\` | \`B\` (baseline) |
| --- | --- | --- |
| \`least\` | \`0\` | \`1\` |
| \`note\` | <code>x&#124;y</code> | \`<img src=x> @ada\` |

### Specs

| specs | \`A\` | \`B\` (baseline) |
| --- | --- | --- |
| \`read.pipeline.yaml\` | changed +1 -1 |  |

2 equal

### Code

| code | \`A\` | \`B\` (baseline) |
| --- | --- | --- |
| \`../lib.py\` | removed +0 -1 |  |
| \`added.py\` | removed +0 -1 |  |
| \`orders/a.csv\` | changed +4 -5 |  |
| \`tool.py\` | changed +1 -1 |  |

### Data

| data | \`A\` | \`B\` (baseline) |
| --- | --- | --- |
| \`orders\` | \`VERSION, 3 rows; 1 row fewer; columns removed: day\` | \`VERSION, 4 rows\` |
`,
  );
});

test('what is gone is said with its reason', async (t) => {
  const { whole, modelyard, a, b } = await twoRuns(t);
  rmSync(join(whole.folder, '.git'), { recursive: true });
  for (const name of readdirSync(join(whole.folder, 'ml/.modelyard/datasets/orders')))
    rmSync(join(whole.folder, 'ml/.modelyard/datasets/orders', name));
  const said = await modelyard(['runs', 'compare', a, b, '--format', 'json']);
  assert.equal(said.code, 0, said.err);
  const { code, specs, data } = said.json<{ differences: RunDifferences }>().differences;
  assert.deepEqual(code.files, []);
  assert.match(code.unknown[0]?.reason ?? '', /no git repository/);
  assert.equal(specs.files.length, 1);
  const change = data.rows[0]?.values[1]?.change;
  assert.deepEqual([change?.rows, change?.columns, change?.moved], [1, null, null]);
  assert.notEqual(change?.unknown, null);
  const text = await modelyard(['runs', 'compare', a, b, '--skip-data']);
  assert.match(text.out, /This folder is in no git repository, or git is not there/);
  assert.equal((await modelyard(['runs', 'compare', a, b, '--baseline', 'ffff'])).code, 2);
});

test('views are told the same, and files as each run found them', async (t) => {
  const { whole, a, b } = await twoRuns(t);
  const root = join(whole.folder, 'ml');
  const host = openHost({ folder: root, projectFolder: undefined, verbose: false, restart: ['false'] });
  t.after(() => host.close());
  const asked = { host, root, project: await loadProject(host.files, root), ...newViewMemory() };
  const { signal } = new AbortController();
  const told = await runDifferences(asked, { runs: [a, b] });
  assert.deepEqual(
    told.code.files.map(({ path }) => path),
    ['../lib.py', 'added.py', 'orders/a.csv', 'tool.py'],
  );
  const change = told.data.rows[0]?.values[1];
  const moves = await dataMoves(
    asked,
    { dataset: 'orders', a: told.data.rows[0]?.values[0]?.version ?? '', b: change?.version ?? '' },
    signal,
  );
  assert.equal(moves.columns[0]?.name, 'amount');
  const file = async (run: string, path: string) => (await runFile(asked, { run, path })).text;
  assert.equal(await file(a, 'tool.py'), 'print(1)\nprint(2)\n');
  assert.equal(await file(b, 'tool.py'), 'print(1)\nprint(22)\n');
  assert.equal(await file(a, 'added.py'), null);
  assert.equal(await file(b, '../lib.py'), 'x = 1\n');
  assert.match((await file(a, 'read.pipeline.yaml')) ?? '', /\{amount: amount\}/);
  for (const path of ['orders/a.csv', '../../etc/passwd'])
    await assert.rejects(file(a, path), { reason: 'file-hidden' });
  await assert.rejects(runDifferences(asked, { runs: [a] }), { reason: 'runs-count' });
});

function states(files: readonly FileRow[]) {
  return files.map(({ path, values }) => {
    const state = values[1];
    return state === undefined || !('lines' in state)
      ? [path]
      : [path, state.kind, state.lines?.added, state.lines?.removed];
  });
}
