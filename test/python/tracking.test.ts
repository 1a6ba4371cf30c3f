import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startMlflow } from '../../bench/service/servers.ts';
import { deviations, playTracking, recordAnswers } from '../contracts/tracking.ts';
import { cachedPython } from '../kit/clientScripts.ts';
import { UPDATE } from '../kit/goldenActions.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

const python = cachedPython('mlflow-venv');

test('MLflow answers its protocol as test/golden/tracking.json says', {
  skip: python && process.env['MODELYARD_TEST_PYTHON'] ? false : '`npm run test:python` runs it',
}, async (t) => {
  const server = await startMlflow(python!, temporaryFolder(t));
  t.after(() => server.stop());
  const answered = await playTracking({ port: server.port, token: null });
  if (UPDATE) recordAnswers(answered);
  assert.deepEqual(deviations(answered, { isMlflow: true }), []);
});
