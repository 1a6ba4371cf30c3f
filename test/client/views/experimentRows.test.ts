import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExperimentRows, NO_RUNS } from '../../../client/src/views/experimentRows.ts';
import { PAGE } from '../../../client/src/views/pages.ts';
import type { Row } from '../../../client/src/views/row.ts';
import type { RunRow, RunsAsked } from '../../../server/src/views/runs.ts';
import { Answering, experimentRow, liveRun, metricRow, noSources, ROOT, runRow, stepOf, told } from './samples.ts';

async function below(row: Row | undefined): Promise<readonly Row[]> {
  return (await row?.children?.()) ?? [];
}

function manyRuns(count: number): readonly RunRow[] {
  return Array.from({ length: count }, (_, at) => runRow({ id: String(at).padStart(8, '0').padEnd(32, 'f') }));
}

function paged(all: readonly RunRow[]) {
  return ({ offset, limit }: RunsAsked) => told({ total: all.length, runs: all.slice(offset, offset + limit) });
}

function experimentRows(asker: Answering): ExperimentRows {
  return new ExperimentRows(asker, noSources(asker));
}

const LABELS = (rows: readonly Row[]) => rows.map(({ look }) => `${look.label} ${look.description}`);

test('experiment, branch, run, step, metric', async () => {
  const asker = new Answering({
    experiments: () => told([experimentRow()]),
    runs: paged([runRow()]),
    runParts: () =>
      told({
        steps: [stepOf(), stepOf({ step: 'evaluate', metrics: [metricRow({ name: 'brier' }), metricRow()] })],
        artifacts: [{ path: 'report.html', size: 10, sha256: '00', isHere: true }],
      }),
  });
  const [experiment] = await experimentRows(asker).top();
  const branches = await below(experiment);
  assert.deepEqual(LABELS(branches), ['tune/leaves 18 runs, 1 live', 'main 196 runs']);
  assert.deepEqual(
    branches.map(({ isOpen }) => isOpen),
    [true, false],
  );
  const [run] = await below(branches[1]);
  const place = { file: 'flight-delay.pipeline.yaml', line: 0 };
  assert.deepEqual(run?.subject, { root: ROOT, experiment: 'flight-delay', run: runRow().id, place });
  assert.equal(run?.look.context, 'run.finished.placed');
  assert.equal(run?.opens?.command, 'modelyard.openRun');
  const parts = await below(run);
  assert.deepEqual(LABELS(parts), ['train 12 s', 'evaluate 0.713', 'artifacts 1 file, 10 B']);
  assert.deepEqual(LABELS(await below(parts[1])), ['roc_auc ↑ 0.713', 'brier ↑ 0.713']);
  assert.deepEqual(LABELS(await below(parts[2])), ['report.html 10 B']);
  assert.deepEqual(asker.asked.find(([question]) => question === 'runs')?.[1], {
    experiment: 'flight-delay',
    branch: 'main',
    offset: 0,
    limit: PAGE,
  });
});

test('three runs, or one branch, have no level of branches', async () => {
  const [first] = experimentRow().branches;
  for (const experiment of [experimentRow({ runs: 3 }), experimentRow({ branches: [first!] })]) {
    const asker = new Answering({ experiments: () => told([experiment]), runs: paged([runRow()]) });
    const [row] = await experimentRows(asker).top();
    assert.deepEqual(LABELS(await below(row)), ['9b1f 0.713']);
    assert.ok(!('branch' in (asker.asked.at(-1)![1] as object)));
  }
});

test('of 10,000 runs a page is asked for and shown, and one more each time', async () => {
  const asker = new Answering({
    experiments: () => told([experimentRow({ runs: 10_000, branches: [] })]),
    runs: paged(manyRuns(10_000)),
  });
  const source = experimentRows(asker);
  const [experiment] = await source.top();
  const rows = await below(experiment);
  assert.equal(rows.length, PAGE + 1);
  const more = rows.at(-1)!;
  assert.deepEqual(LABELS([more]), ['9,950 more show 50 more']);
  source.more(more.subject.list!);
  const further = await below(experiment);
  assert.equal(further.length, 2 * PAGE + 1);
  assert.equal(new Set(further.map(({ key }) => key)).size, further.length);
  for (const [question, params] of asker.asked)
    if (question === 'runs') assert.equal((params as RunsAsked).limit, PAGE);
});

test('a run that slips onto the next page while it is asked for is shown once', async () => {
  const all = manyRuns(120);
  let asked = 0;
  const asker = new Answering({
    experiments: () => told([experimentRow({ branches: [] })]),
    runs: (params) => {
      asked += 1;
      return paged(asked < 2 ? all : [runRow({ id: 'new'.padEnd(32, '0') }), ...all])(params);
    },
  });
  const source = experimentRows(asker);
  const [experiment] = await source.top();
  source.more((await below(experiment)).at(-1)!.subject.list!);
  asked = 0;
  const keys = (await below(experiment)).map(({ key }) => key);
  assert.equal(new Set(keys).size, keys.length);
});

test('a run at work moves on in its place, and its steps where another began', async () => {
  const asker = new Answering({
    experiments: () => told([experimentRow({ branches: [] })]),
    runs: paged([runRow({ id: liveRun().run, status: 'running', live: liveRun({ fraction: 0.1 }) })]),
  });
  const source = experimentRows(asker);
  const began = source.moved({ root: ROOT, runs: [liveRun({ fraction: 0.1 })] });
  assert.deepEqual([began.isOther, began.rows.length], [true, 0]);
  await below((await source.top())[0]);
  const on = source.moved({ root: ROOT, runs: [liveRun()] });
  assert.deepEqual([on.isOther, on.below, LABELS(on.rows)], [false, [], ['e2d7 train 63%, 27 s left']]);
  const next = source.moved({ root: ROOT, runs: [liveRun({ step: 'evaluate', fraction: 0 })] });
  assert.deepEqual(
    next.below,
    next.rows.map(({ key }) => key),
  );
  assert.equal(source.moved({ root: ROOT, runs: [] }).isOther, true);
});

test('a filter goes with each question and leaves out experiments without runs', async () => {
  const asker = new Answering({
    experiments: () => told([experimentRow({ runs: 0 }), experimentRow({ name: 'other', runs: 2 })]),
    runs: paged([runRow()]),
  });
  const source = experimentRows(asker);
  source.filter = 'metrics.roc_auc > 0.7';
  const rows = await source.top();
  assert.deepEqual(LABELS(rows), ['other 2 runs, 1 live']);
  await below(rows[0]);
  for (const [question, params] of asker.asked)
    if (question !== 'sources') assert.equal((params as RunsAsked).filter, 'metrics.roc_auc > 0.7');
});

test('several projects have a row each, which says what is so where it has no runs', async () => {
  const project = (name: string) => ({ root: `file:///${name}`, name, folder: `work/${name}` });
  const asker = new Answering({ experiments: () => told([]) }, [project('a'), project('b')]);
  const source = experimentRows(asker);
  const rows = await source.top();
  assert.deepEqual(LABELS(rows), ['a work/a', 'b work/b']);
  assert.deepEqual(
    (await below(rows[0])).map(({ look }) => look.label),
    [NO_RUNS],
  );
  source.filter = 'x > 1';
  const [left] = await below((await source.top())[0]);
  assert.deepEqual([left?.look.label, left?.opens?.command], ['x > 1 leaves none', 'modelyard.clearRunsFilter']);
});

test('a refusal is one row; a server that does not answer is told by the view', async () => {
  const refused = { kind: 'refused', reason: 'store-newer', message: 'runs.db is newer', next: 'Update.' } as const;
  const [row, ...others] = await experimentRows(new Answering({ experiments: () => refused })).top();
  assert.deepEqual([row?.look.label, others.length, row?.look.context], ['runs.db is newer', 0, 'message.refused']);
  const silent = new Answering({ experiments: () => ({ ...refused, reason: 'server-not-running' }) });
  assert.deepEqual(await experimentRows(silent).top(), []);
});
