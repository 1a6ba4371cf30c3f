import assert from 'node:assert/strict';
import { realpathSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type PyfuncOptions, pyfuncModels } from '../../../engine/src/adapters/pyfunc/pyfuncModels.ts';
import { temporaryFolder } from '../../kit/temporaryFolder.ts';

const options = { skip: process.platform === 'win32' ? 'it is started by its first line' : false };
const FAKE = fileURLToPath(new URL('../../fixtures/pyfunc/fakePython.mjs', import.meta.url));

function open(
  t: TestContext,
  how: string,
  { signal, ...more }: PyfuncOptions & { readonly signal?: AbortSignal; readonly file?: string } = {},
) {
  const lines: string[] = [];
  const root = realpathSync(temporaryFolder(t));
  const opened = pyfuncModels(more).open({
    folder: root,
    reference: 'churn:3',
    python: {
      file: more.file ?? FAKE,
      why: 'named by MODELYARD_PYTHON',
      folders: [],
      environment: { FAKE_PYTHON: how },
    },
    root,
    signal,
    said: (line) => lines.push(line),
  });
  return { opened, lines, root };
}

test('a model in Python answers in order, and what it prints stays beside its answers', options, async (t) => {
  const { opened, lines, root } = open(t, '');
  const model = await opened;
  model.table?.takes({ x: 'double' });
  const first = await model.predict({ x: Float64Array.of(1, 0.1, Number.NaN) }, 3);
  assert.deepEqual(first, { prediction: Float64Array.of(2, 0.2, Number.NaN) });
  assert.deepEqual(await model.predict({ x: Float64Array.of(4) }, 1), { prediction: Float64Array.of(8) });
  await model.close();
  assert.deepEqual(lines, [`loads in ${root}`, 'The model answers by predict of Fake.']);
});

test('answers may come cut anywhere', options, async (t) => {
  const model = await open(t, 'cuts its answers').opened;
  model.table?.takes({ x: 'double' });
  assert.deepEqual(await model.predict({ x: Float64Array.of(21) }, 1), { prediction: Float64Array.of(42) });
  await model.close();
});

test('packages that are missing come with the line that installs them', options, async (t) => {
  const said = {
    reason: 'python-packages-missing',
    message: '',
    modules: ['mlflow', 'sklearn'],
    pip: ['mlflow', 'scikit-learn>=1.9'],
  };
  await assert.rejects(open(t, `refuses load ${JSON.stringify(said)}`).opened, {
    reason: 'python-packages-missing',
    message: `churn:3 needs \`mlflow\`, \`sklearn\`, which are not installed in ${FAKE} (named by MODELYARD_PYTHON).`,
    next: `Install it: ${FAKE} -m pip install mlflow "scikit-learn>=1.9"`,
  });
});

for (const [reason, starts] of [
  ['model-load', 'MLflow cannot load churn:3: no flavor'],
  ['model-run', 'churn:3 failed while it predicted: no flavor'],
  ['model-output', 'What churn:3 answers cannot be a table: no flavor'],
  ['no-converter', 'churn:3 cannot become ONNX: no flavor'],
] as const)
  test(`what Python refuses as ${reason} is told in its words`, options, async (t) => {
    const refusing = open(t, `refuses load ${JSON.stringify({ reason, message: 'no flavor' })}`).opened;
    await assert.rejects(refusing, { reason, message: starts, exitCode: 1 });
  });

test('a Python that is killed or ends amid a prediction is named with its last words', options, async (t) => {
  const dying = await open(t, 'dies at predict').opened;
  await assert.rejects(dying.predict({ x: Float64Array.of(1) }, 1), {
    reason: 'python-ended',
    message: /was ended by SIGKILL/,
  });
  await assert.rejects(dying.predict({ x: Float64Array.of(1) }, 1), { reason: 'python-ended' });
  await dying.close();
  const ending = await open(t, 'ends at predict').opened;
  const words = /ended with exit code 3\. Its last words: .*a last word/;
  await assert.rejects(ending.predict({ x: Float64Array.of(1) }, 1), { reason: 'python-ended', message: words });
  await ending.close();
});

test('one that does not answer in time is ended', options, async (t) => {
  const within = { loadsWithin: 60_000, answersWithin: 50 };
  const model = await open(t, 'hangs at predict', within).opened;
  await assert.rejects(model.predict({ x: Float64Array.of(1) }, 1), { reason: 'python-timeout' });
  await model.close();
  await assert.rejects(open(t, 'hangs at load', { loadsWithin: 50 }).opened, { reason: 'python-timeout' });
});

test('who cancels waits for nothing', options, async (t) => {
  const stop = new AbortController();
  const { opened } = open(t, 'hangs at predict', { signal: stop.signal });
  const model = await opened;
  const predicting = model.predict({ x: Float64Array.of(1) }, 1);
  stop.abort();
  await assert.rejects(predicting, { name: 'Cancelled' });
  await model.close();
});

test('bytes that are no answer are refused', options, async (t) => {
  await assert.rejects(open(t, 'babbles at load').opened, { reason: 'python-ended' });
});

test('an interpreter that has vanished is refused by its path', options, async (t) => {
  const { opened } = open(t, '', { file: '/nowhere/bin/python' });
  await assert.rejects(opened, { reason: 'python-not-found', message: /^\/nowhere\/bin\/python \(named by/ });
});
