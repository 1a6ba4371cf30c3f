import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DatasetQuality } from '../../../engine/src/data/quality/qualityOfDataset.ts';
import { type TestProject, testProject } from '../../kit/project.ts';

const PROJECT = `
#- flights.csv
at,origin
2001-01-01 10:00:00,ORD
2001-01-02 11:00:00,LAX
#- airports.csv
iata
ORD
LAX
#- airports.dataset.yaml
dataset: airports
source: airports.csv
#- flights.dataset.yaml
dataset: flights
source: flights.csv
timestamp: at
checks:
  - {columns: [origin], references: airports(iata)}
#- check.pipeline.yaml
pipeline: check
steps:
  checks:
    uses: data/validate
    with: {data: flights}
`;

interface Ran {
  readonly run: string;
  readonly steps: readonly { readonly step: string; readonly status: string; readonly run?: string }[];
}

async function checks(project: TestProject, code = 0) {
  const said = await project.modelyard('run check --format json');
  assert.equal(said.code, code, said.err);
  const ran = said.json<Ran>();
  return { ...ran.steps.find(({ step }) => step === 'checks')!, err: said.err };
}

test('checks that passed are taken from the cache, until a table that they refer to changes', async (t) => {
  const project = testProject(t, PROJECT);
  assert.equal((await checks(project)).status, 'done');
  assert.equal((await checks(project)).status, 'cached');
  project.write('airports.csv', 'iata\nORD\n');
  assert.equal((await checks(project, 1)).status, 'failed');
  project.write('airports.csv', 'iata\nLAX\nORD\n');
  assert.equal((await checks(project)).status, 'done');
  project.write('airports.csv', 'iata\nORD\nLAX\n');
  assert.equal((await checks(project)).status, 'cached');
});

test('freshness is looked at each time', async (t) => {
  const project = testProject(t, PROJECT);
  project.write('flights.dataset.yaml', `${project.read('flights.dataset.yaml')}  - freshness: 99999d\n`);
  assert.equal((await checks(project)).status, 'done');
  assert.equal((await checks(project)).status, 'done');
});

test('what checks said is found by the version of the data', async (t) => {
  const project = testProject(t, PROJECT);
  const good = await checks(project);
  project.write('flights.csv', 'at,origin\n2001-01-01 10:00:00,XXX\n');
  const bad = await checks(project, 1);
  const version = async (run: string) => {
    const shown = (await project.modelyard(`runs show ${run} --format json`)).json<{
      data: { dataset: string; version: string }[];
    }>();
    return shown.data.find(({ dataset }) => dataset === 'flights')!.version;
  };
  for (const { run = '', status } of [good, bad]) {
    const filter = `tags.modelyard.checks = 'flights@${await version(run)}'`;
    const found = (await project.modelyard(['runs', 'search', filter, '--steps', '--format', 'json'])).json<{
      runs: { id: string; status: string }[];
    }>();
    assert.deepEqual(
      found.runs.map((one) => [one.id, one.status]),
      [[run, status === 'done' ? 'finished' : 'failed']],
    );
  }
  const report = await artifact<DatasetQuality>(project, bad.run!, 'checks.json');
  assert.deepEqual(
    [report.dataset, report.status, report.failed, report.checks.map(({ kind, failing }) => [kind, failing])],
    ['flights', 'failed', 1, [['references', 1]]],
  );
});

async function artifact<T>(project: TestProject, run: string, path: string): Promise<T> {
  const shown = (await project.modelyard(`runs show ${run} --format json`)).json<{
    artifacts: { path: string; sha256: string }[];
  }>();
  const { sha256 } = shown.artifacts.find((one) => one.path === path)!;
  return JSON.parse(project.read(`.modelyard/objects/${sha256.slice(0, 2)}/${sha256.slice(2)}`)) as T;
}
