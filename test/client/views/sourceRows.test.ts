import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExperimentRows } from '../../../client/src/views/experimentRows.ts';
import { ModelRows } from '../../../client/src/views/modelRows.ts';
import { OtherSources } from '../../../client/src/views/otherSources.ts';
import type { Row } from '../../../client/src/views/row.ts';
import { sourceLook } from '../../../client/src/views/rows/sourceItem.ts';
import type { RunsAsked, RunsPart } from '../../../server/src/views/runs.ts';
import type { SourceRow } from '../../../server/src/views/sources.ts';
import type { Told, ViewQuestions } from '../../../server/src/views/viewQuestions.ts';
import { Answering, experimentRow, ROOT, runRow, told } from './samples.ts';

const MLRUNS: SourceRow = { id: 'mlruns', kind: 'mlruns', place: 'mlruns', name: 'mlruns' };
const SERVER: SourceRow = {
  id: 'mlflow-example-com-1a2b3c',
  kind: 'mlflow-server',
  place: 'https://mlflow.example.com',
  name: 'mlflow.example.com',
};
const DVC: SourceRow = { id: 'dvc', kind: 'dvc', place: '.', name: 'DVC' };
const UNREADABLE = { place: 'mlflow.db', message: 'mlflow.db: its tables are not known.', next: 'Upgrade it.' };

type Experiments = Told<ViewQuestions['experiments']['answer']>;

interface Of {
  readonly ofServer?: () => Experiments;
}

/** A project with one experiment of its own, beside a folder of MLflow and a server. */
function asking({ ofServer = () => told([]) }: Of = {}, ofRuns = oneRun) {
  return new Answering({
    sources: () => told({ sources: [MLRUNS, DVC, SERVER], unreadable: [UNREADABLE] }),
    experiments: ({ source }) => {
      if (source === SERVER.id) return ofServer();
      const branches = source === undefined ? experimentRow().branches : [];
      return told([experimentRow({ source: source ?? null, runs: 2, live: 0, place: null, branches })]);
    },
    runs: ofRuns,
    runParts: () => told({ steps: [], artifacts: [{ path: 'model/MLmodel', size: 9, sha256: '', isHere: true }] }),
    models: ({ source }) => told(source === MLRUNS.id ? [{ source, name: 'delay', card: null, versions: [] }] : []),
  });
}

function oneRun({ source }: RunsAsked): Told<RunsPart> {
  const id = source === undefined ? runRow().id : `${'2fd6'.padEnd(32, '0')}@${source}`;
  return told({ total: 1, runs: [runRow({ id, source: source ?? null, name: 'sweep' })] });
}

interface Rows {
  top(): Promise<readonly Row[]>;
}

/** The rows before the sources are known, and then. */
async function topOf<R extends Rows>(asker: Answering, make: (sources: OtherSources) => R) {
  let changed = 0;
  const isAdded = (_: string, { kind }: SourceRow) => kind === 'mlflow-server';
  const rows = make(new OtherSources({ asker, isAdded, changed: () => void changed++ }));
  const before = await rows.top();
  await new Promise(setImmediate);
  assert.equal(changed, 1);
  const after = await rows.top();
  await new Promise(setImmediate);
  assert.equal(changed, 1);
  return { rows, before, after };
}

function experimentsOf(asker: Answering) {
  return topOf(asker, (sources) => new ExperimentRows(asker, sources));
}

async function below(row: Row | undefined): Promise<readonly Row[]> {
  return (await row?.children?.()) ?? [];
}

const LABELS = (rows: readonly Row[]) => rows.map(({ look }) => `${look.label} ${look.description ?? ''}`.trim());

test('sources stand below the experiments of the project, which do not wait for them', async () => {
  const { before, after } = await experimentsOf(asking());
  assert.deepEqual(LABELS(before), ['flight-delay 2 runs']);
  assert.deepEqual(LABELS(after), [
    'flight-delay 2 runs',
    'mlruns MLflow folder, read-only',
    'DVC read-only',
    'mlflow.example.com MLflow server, read-only',
    'mlflow.db: its tables are not known. Try again',
  ]);
  assert.deepEqual(
    after.map(({ isOpen, apart }) => [isOpen, apart]),
    [
      [true, undefined],
      [true, 'here'],
      [true, 'here'],
      [false, 'away'],
      [undefined, undefined],
    ],
  );
  const contexts = after.map(({ look }) => look.context);
  assert.deepEqual(contexts.slice(1), [
    'source.mlruns',
    'source.dvc',
    'source.mlflow-server.added',
    'message.source.retry',
  ]);
});

test('below a source stand its experiments and runs, which say where they are and which menus are not for them', async () => {
  const asker = asking();
  const { after } = await experimentsOf(asker);
  const own = (await below((await below(after[0]))[0]))[0] ?? (await below(after[0]))[0];
  const [experiment] = await below(after[1]);
  assert.equal(experiment?.look.context, 'sourceExperiment');
  assert.match(experiment?.look.tooltip ?? '', /MLflow folder mlruns, read-only/);
  const [run] = await below(experiment);
  assert.notEqual(run?.key, own?.key);
  assert.equal(run?.subject.run, `${'2fd6'.padEnd(32, '0')}@mlruns`);
  assert.equal(run?.look.context, 'sourceRun.finished');
  assert.equal(run?.look.description, 'roc_auc 0.713, sweep');
  assert.match(run?.look.tooltip ?? '', /MLflow folder mlruns/);
  assert.match(run?.look.aria ?? '', /^Run 2fd6 sweep of flight-delay: finished, roc_auc 0\.713/);
  assert.deepEqual(LABELS(await below(run)), ['artifacts 1 file, 9 B']);
  assert.equal((asker.asked.findLast(([question]) => question === 'runs')![1] as RunsAsked).source, 'mlruns');
});

test('a source that refuses is one row of its own, and its next step is to try again or to enter a token', async () => {
  const refused = { kind: 'refused', reason: 'run-source', message: 'It does not answer.', next: 'Start it.' } as const;
  const answers = [refused, { ...refused, reason: 'source-token', message: `${SERVER.place}: it refuses (401).` }];
  const rows: Row[] = [];
  for (const answer of answers) {
    const { after } = await experimentsOf(asking({ ofServer: () => answer }));
    const [row, ...others] = await below(after[3]);
    assert.equal(others.length, 0);
    rows.push(row!);
    assert.deepEqual(LABELS(await below(after[1])), ['flight-delay 2 runs']);
  }
  assert.deepEqual(LABELS(rows), ['It does not answer. Try again', 'Enter token It refuses (401).']);
  assert.deepEqual(
    rows.map(({ opens, look }) => [opens?.command, look.context]),
    [
      ['modelyard.refreshViews', 'message.source.retry'],
      ['modelyard.enterSourceToken', 'message.source.token'],
    ],
  );
  assert.deepEqual(rows[1]?.subject, { root: ROOT, source: SERVER });
});

test('the filter goes to sources too, and says so where it leaves nothing', async () => {
  const asker = asking({ ofServer: () => told([experimentRow({ runs: 0 })]) });
  const { rows } = await experimentsOf(asker);
  rows.filter = 'metrics.roc_auc > 0.9';
  const after = await rows.top();
  assert.deepEqual(LABELS(await below(after[3])), ['metrics.roc_auc > 0.9 leaves none']);
  await below((await below(after[1]))[0]);
  for (const [question, params] of asker.asked.slice(-2))
    assert.equal((params as RunsAsked).filter, 'metrics.roc_auc > 0.9', question);
});

test('an experiment that a server did not count says no number', async () => {
  const { after } = await experimentsOf(asking({ ofServer: () => told([experimentRow({ runs: null, live: 0 })]) }));
  const [row] = await below(after[3]);
  assert.deepEqual([row?.look.description, row?.isOpen], ['', true]);
  assert.equal(row?.look.aria, 'Experiment flight-delay of MLflow server https://mlflow.example.com.');
});

test('registered models of sources stand below those of the project; DVC has none', async () => {
  const asker = asking();
  const { before, after } = await topOf(asker, (sources) => new ModelRows(asker, sources));
  assert.deepEqual(before, []);
  assert.deepEqual(
    after.map(({ look, isOpen }) => [look.label, isOpen]),
    [
      ['mlruns', false],
      ['mlflow.example.com', false],
      ['mlflow.db: its tables are not known.', undefined],
    ],
  );
  const [model] = await below(after[0]);
  assert.deepEqual([model?.look.label, model?.look.context], ['delay', 'sourceModel']);
  assert.deepEqual(LABELS(await below(after[1])), ['No registered models']);
});

test('a source without a name of its own is told by its place', () => {
  const elsewhere = sourceLook({ ...MLRUNS, place: '/data/old/mlruns', name: 'old/mlruns' }, false);
  assert.equal(elsewhere.description, 'MLflow folder /data/old/mlruns, read-only');
  assert.equal(elsewhere.aria, 'MLflow folder /data/old/mlruns, read-only.');
  assert.match(sourceLook(SERVER, true).tooltip, /added \| by you/);
});

test('of a server that tells no count more is shown as long as there is more', async () => {
  const asker = asking({ ofServer: () => told([experimentRow({ runs: null })]) }, ({ offset, limit }) =>
    told({
      total: Math.min(120, Math.ceil((offset + limit) / 60) * 60),
      ...(offset + limit < 120 ? { isAtLeast: true as const } : {}),
      runs: Array.from({ length: Math.min(limit, 120 - offset) }, (_, at) =>
        runRow({ id: `${String(offset + at).padStart(32, '0')}@s`, source: 's' }),
      ),
    }),
  );
  const { rows, after } = await experimentsOf(asker);
  const counts: (readonly [number, string | undefined])[] = [];
  for (let page = 0; page < 3; page++) {
    const [experiment] = await below(after[3]);
    const shown = await below(experiment);
    const { look, subject } = shown.at(-1)!;
    counts.push([shown.length, look.label === 'More' ? look.description : undefined]);
    if (subject.list !== undefined) rows.more(subject.list);
  }
  assert.deepEqual(counts, [
    [51, 'show 50 more'],
    [101, 'show 50 more'],
    [120, undefined],
  ]);
});
