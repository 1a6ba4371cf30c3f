import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openDuckDb } from '../../../engine/src/adapters/duckdb/duckDb.ts';
import { openHost } from '../../../engine/src/adapters/host.ts';
import type { TableValue } from '../../../engine/src/ports/step.ts';
import { runPage } from '../../../server/src/data/answers/runPage.ts';
import type { Viewed } from '../../../server/src/data/protocol.ts';
import { newViewMemory } from '../../../server/src/data/viewMemory.ts';
import { type StoredStep, storedRuns } from '../../kit/storedRuns.ts';
import { temporaryFolder } from '../../kit/temporaryFolder.ts';

const SPECS = `
#- flight.pipeline.yaml
pipeline: flight
steps:
  split: { uses: data/split }
  evaluate: { uses: model/evaluate, with: { data: "\${{ steps.split.test }}", metrics: [roc_auc] } }
`;

const { signal } = new AbortController();

function asking(t: TestContext, root: string, project: Viewed['project']): Viewed {
  const host = openHost({ folder: root, projectFolder: root, verbose: false, restart: ['false'] });
  t.after(() => host.close());
  return { host, root, project, ...newViewMemory() };
}

const SLICES = ['origin', 'airline'].map((name) => ({ name, total: 0, shown: 0, values: [] }));

async function evaluated(t: TestContext, dataset: string) {
  const kit = storedRuns(t, `${SPECS}#- flights.dataset.yaml\n${dataset}`);
  const file = join(temporaryFolder(t), 'test.parquet');
  const data = await openDuckDb({ tmpFolder: temporaryFolder(t), readable: [] });
  await data.write("SELECT timestamp '2001-06-08 16:39:00' AS timestamp", file, { format: 'parquet' });
  await data.close();
  const table: TableValue = {
    ...{ kind: 'table', ...(await kit.artifacts.put(file)), rows: 1 },
    columns: [{ name: 'timestamp', type: 'timestamp', sqlType: 'TIMESTAMP' }],
    roles: { timestamp: 'timestamp' },
    lineage: { flights: { version: 'a81c', rows: 1 } },
  };
  const split: StoredStep = { step: 'split', uses: 'data/split', outputs: { test: table } };
  const report = { task: 'binary', rows: 1, metrics: {}, classes: ['no', 'yes'], slices: SLICES };
  const evaluate: StoredStep = {
    ...{ step: 'evaluate', uses: 'model/evaluate', measured: { roc_auc: [0.713] } },
    artifacts: { 'evaluation.json': report, 'curves.json': {} },
  };
  const { id } = await kit.run({ steps: [split, evaluate], datasets: [{ name: 'flights', version: 'a81c', rows: 1 }] });
  return runPage(asking(t, kit.projectRoot, kit.project), { run: id }, signal);
}

test('the page says from when to when the test’s rows are', async (t) => {
  const { evaluation, metrics } = await evaluated(t, 'dataset: flights\nsource: a.csv\ntimestamp: date\n');
  assert.deepEqual([evaluation?.from, evaluation?.to], ['2001-06-08T16:39:00.000Z', '2001-06-08T16:39:00.000Z']);
  assert.equal(metrics[0]?.value, 0.713);
});

test('what is in sensitive columns is not told', async (t) => {
  const datasheet = 'datasheet: { sensitive: [date, Origin] }\n';
  const { evaluation } = await evaluated(t, `dataset: flights\nsource: a.csv\ntimestamp: date\n${datasheet}`);
  assert.deepEqual([evaluation?.rows, evaluation?.from], [1, null]);
  assert.deepEqual(
    evaluation?.slices.map(({ column }) => column),
    ['airline'],
  );
});

test('the page of a run at work, asked for by a step, says how far it is', async (t) => {
  const kit = storedRuns(t, SPECS);
  const { id } = await kit.run({
    status: 'running',
    steps: [{ step: 'split', uses: 'data/split', status: 'running' }],
  });
  const [step] = await kit.runs.children(id);
  const page = await runPage(asking(t, kit.projectRoot, kit.project), { run: step?.id ?? '' }, signal);
  assert.deepEqual([page.id, page.status, page.live?.run], [id, 'running', id]);
});

test('where nothing has run there is no page, and no store is made for it', async (t) => {
  const { project } = storedRuns(t, SPECS);
  const root = temporaryFolder(t);
  const asked = asking(t, root, project);
  await assert.rejects(runPage(asked, { run: '9b1f' }, signal), { reason: 'run-not-found' });
  assert.equal(await asked.host.files.stat(join(root, '.modelyard')), undefined);
});
