import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openHost } from '../../../engine/src/adapters/host.ts';
import { Failure } from '../../../engine/src/failure.ts';
import { answers } from '../../../server/src/data/answers/answers.ts';
import { viewAnswers } from '../../../server/src/data/answers/views.ts';
import { DataAnswers } from '../../../server/src/data/dataAnswers.ts';
import type { FromChild, ViewAnswers } from '../../../server/src/data/protocol.ts';
import { temporaryFolder } from '../../kit/temporaryFolder.ts';

test('a refusal is told with its next step', async (t) => {
  const told = await asked(t, () => {
    throw new Failure('store-newer', 'runs.db is from a newer Modelyard', { next: 'Update Modelyard.' });
  });
  assert.deepEqual(told, {
    kind: 'told',
    id: 1,
    told: {
      kind: 'refused',
      reason: 'store-newer',
      message: 'runs.db is from a newer Modelyard',
      next: 'Update Modelyard.',
    },
  });
});

test('a native library that does not load is named, with what works without it', async (t) => {
  const message = await asked(t, () => {
    throw Object.assign(new Error('/a/better_sqlite3.node: invalid ELF header (better-sqlite3)'), {
      code: 'ERR_DLOPEN_FAILED',
    });
  });
  assert.equal(message.kind, 'told');
  const { told } = message as FromChild & { readonly kind: 'told' };
  assert.ok(told.kind === 'refused');
  assert.equal(told.reason, 'no-native');
  assert.match(told.message, /^SQLite, which keeps runs, could not be loaded/);
  assert.match(told.next ?? '', /editing specs works without it/);
});

test('a mistake of ours is for the log', async (t) => {
  const message = await asked(t, () => {
    throw new TypeError('x is not a function');
  });
  assert.equal(message.kind, 'failed');
  assert.match((message as FromChild & { readonly kind: 'failed' }).why, /TypeError: x is not a function/);
});

test('facts stay unknown where what reads data does not load, and the user is told why', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'ships.csv'), 'day,fare\n2001-01-01,1\n');
  const said: FromChild[] = [];
  await new Promise<void>((done) => {
    const told = dataAnswers(t, folder, viewAnswers, (message) => {
      said.push(message);
      if (message.kind === 'answer') done();
    });
    const texts = { 'ships.dataset.yaml': 'dataset: ships\nsource: ships.csv\n' };
    told.hear({ kind: 'specs', texts, environment: undefined });
    told.hear({ kind: 'gather', id: 1 });
  });
  const missing = said.find((message) => message.kind === 'missing');
  assert.match(
    missing?.words ?? '',
    /^DuckDB, which reads data, could not be loaded: .* editing specs works without it/,
  );
  assert.ok(said.some((message) => message.kind === 'facts' && message.last));
});

async function asked(t: TestContext, models: () => never): Promise<FromChild> {
  const views: ViewAnswers = { ...viewAnswers, models: async () => models() };
  return new Promise((say) => {
    dataAnswers(t, temporaryFolder(t), views, say).hear({ kind: 'view', id: 1, question: 'models', params: {} });
  });
}

function dataAnswers(
  t: TestContext,
  folder: string,
  views: ViewAnswers,
  say: (message: FromChild) => void,
): DataAnswers {
  const host = openHost({ folder, projectFolder: undefined, verbose: false, restart: ['false'] });
  const absent = Object.assign(new Error("Cannot find package '@duckdb/node-api'"), { code: 'ERR_MODULE_NOT_FOUND' });
  const told = new DataAnswers({
    host,
    root: folder,
    answers,
    views,
    say,
    openData: () => Promise.reject(absent),
    openMemo: async () => undefined,
  });
  t.after(async () => {
    await told.close();
    await host.close();
  });
  return told;
}
