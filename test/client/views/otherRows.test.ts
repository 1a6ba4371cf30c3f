import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DataRowsSource } from '../../../client/src/views/dataRows.ts';
import { ModelRows } from '../../../client/src/views/modelRows.ts';
import { problemOf, refusalText } from '../../../client/src/views/outcome.ts';
import type { Row } from '../../../client/src/views/row.ts';
import type { DatasetRow } from '../../../server/src/views/data.ts';
import type { VersionRow } from '../../../server/src/views/models.ts';
import { Answering, noSources, ROOT, told } from './samples.ts';

async function below(row: Row | undefined): Promise<readonly Row[]> {
  return (await row?.children?.()) ?? [];
}

function version(number: number): VersionRow {
  return {
    version: number,
    semver: '1.0.0',
    aliases: [],
    created: '2026-11-20T09:58:00Z',
    by: 'ada',
    run: '9b1f',
    hasRun: number === 1,
    metric: null,
    metrics: {},
    sha256: 'ab',
    size: 1,
    format: 'onnx',
    isHere: true,
    place: { file: `registry/${number}.version.yaml`, line: 0 },
  };
}

test('a model has its card first, then its versions, 50 at a time', async () => {
  const versions = Array.from({ length: 60 }, (_, at) => version(60 - at));
  const place = { file: 'a.modelcard.yaml', line: 0 };
  const asker = new Answering({
    models: () => told([{ source: null, name: 'm', versions, card: { place, problem: 'wrong' } }]),
  });
  const source = new ModelRows(asker, noSources(asker));
  const [model] = await source.top();
  const rows = await below(model);
  assert.deepEqual(
    rows.slice(0, 2).map(({ look }) => look.label),
    ['card', 'v60'],
  );
  // Marks of a file, such as that somebody edited it, stand at its row too.
  assert.deepEqual(
    rows.slice(0, 2).map(({ file }) => file),
    ['a.modelcard.yaml', 'registry/60.version.yaml'],
  );
  assert.equal(rows.at(-1)?.look.label, '10 more');
  source.more(rows.at(-1)!.subject.list!);
  const all = await below((await source.top())[0]);
  assert.equal(all.length, 61);
  assert.deepEqual(all.at(-1)?.subject, { root: ROOT, model: 'm', version: 1, place: version(1).place, run: '9b1f' });
});

test('datasets have their versions, feature views their fields, and each leads to its line', async () => {
  const place = { file: 'flights.dataset.yaml', line: 0 };
  const seen = { version: 'a81c0000', at: '2026-11-20T09:58:00Z', rows: 10, added: 0, isKept: true };
  const dataset: DatasetRow = {
    name: 'flights',
    place,
    data: 'known',
    rows: 10,
    columns: 2,
    version: 'a81c0000',
    lock: null,
    freshness: null,
    versions: [seen],
    versionsInAll: 31,
  };
  const field = { name: 'late_share', type: 'float', place: { file: 'airport.features.yaml', line: 9 } };
  const view = { name: 'airport', place, entity: [], fields: [field], dataset: null, freshness: null };
  const asker = new Answering({ datasets: () => told({ datasets: [dataset], views: [view] }) });
  const rows = await new DataRowsSource(asker).top();
  assert.deepEqual(
    rows.map(({ look }) => look.label),
    ['flights', 'airport'],
  );
  assert.deepEqual(rows[0]?.subject, { root: ROOT, dataset: 'flights', place });
  assert.deepEqual(
    (await below(rows[0])).map(({ look }) => look.label),
    ['a81c', '30 older'],
  );
  assert.deepEqual(
    (await below(rows[1])).map(({ subject }) => subject.place),
    [field.place],
  );
});

test('what the command line says of a failure is told without its marks', () => {
  assert.equal(problemOf({ code: 0, err: '' }), undefined);
  assert.equal(
    problemOf({ code: 1, err: 'error: The run `9b1f` is at work.\nnext: Say `modelyard cancel`.\n' }),
    'The run 9b1f is at work. Say modelyard cancel.',
  );
  assert.equal(problemOf({ code: 3, err: '' }), 'It ended with 3.');
  assert.match(problemOf(undefined) ?? '', /did not do it/);
  assert.equal(refusalText({ message: 'It is `wrong`.', next: 'Write `a > 1`.' }), 'It is wrong. Write a > 1.');
});
