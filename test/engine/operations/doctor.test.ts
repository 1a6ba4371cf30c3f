import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { openHost } from '../../../engine/src/adapters/host.ts';
import { Failure } from '../../../engine/src/failure.ts';
import type { Check } from '../../../engine/src/operations/doctor/check.ts';
import { doctor } from '../../../engine/src/operations/doctor.ts';
import type { Host } from '../../../engine/src/ports/host.ts';
import type { Inspection } from '../../../engine/src/ports/inspection.ts';
import type { Pythons } from '../../../engine/src/ports/python.ts';
import { temporaryFolder } from '../../kit/temporaryFolder.ts';

const WELL: Inspection = {
  library: async () => ({ kind: 'found', detail: '1.0.0' }),
  program: async (name) => ({ kind: 'found', detail: name === 'git' ? 'git version 2.50' : '3.12.1' }),
  storeFormat: async () => ({ kind: 'found', detail: '2' }),
  writable: async (folder) => ({ kind: 'found', detail: folder }),
  freeBytes: () => 5e9,
  isNetworkFolder: () => false,
};

test('a library that does not load is named with what works without it', async (t) => {
  const why = "/lib/libc.so.6: version `GLIBC_2.34' not found";
  const { checks, missing } = await diagnose(t, {
    library: async (name) => (name === 'onnx' ? { kind: 'missing', why } : { kind: 'found', detail: '1.0.0' }),
  });
  assert.deepEqual(missing, ['onnx']);
  const { detail, fix } = named(checks, 'onnx');
  assert.match(detail, /^ONNX Runtime does not load, so no model is trained or used: specs, data .* still checked/);
  assert.ok(detail.endsWith(why));
  assert.match(fix!, /docs\/installing\.md/);
});

test('the reason of a machine that a library is not made for stands instead of general advice', async (t) => {
  const next = 'Train on a Mac with Apple silicon.';
  const { checks } = await diagnose(t, { library: async () => ({ kind: 'missing', why: 'There is none.', next }) });
  assert.equal(named(checks, 'onnx').fix, next);
});

test('without git and Python projects work, and so says the verdict', async (t) => {
  const none = async () => {
    throw new Failure('python-not-found', 'Python was not found.', { next: 'Install it.' });
  };
  const missingGit: Partial<Inspection> = { program: async () => ({ kind: 'missing', why: 'not found' }) };
  const { checks, missing } = await diagnose(t, missingGit, { find: none, describe: async () => undefined });
  assert.deepEqual([named(checks, 'git').ok, named(checks, 'python').ok], [false, false]);
  assert.deepEqual(missing, []);
});

test('the Python of the project is named, with why it is that one', async (t) => {
  const { checks } = await diagnose(t, {});
  assert.equal(named(checks, 'python').detail, 'Python 3.12.1: /here/.venv/bin/python (`.venv` of the project)');
});

test('a stand-in for `python` that answers nothing useful is none', async (t) => {
  const { checks } = await diagnose(t, {
    program: async () => ({ kind: 'found', detail: 'Python was not found; run without arguments to install' }),
  });
  assert.equal(named(checks, 'python').ok, false);
});

test('a read-only folder, a full disk and a network drive are said', async (t) => {
  const { checks, missing } = await diagnose(t, {
    writable: async () => ({ kind: 'missing', why: 'EACCES: permission denied' }),
    freeBytes: () => 3e6,
    isNetworkFolder: () => true,
  });
  assert.deepEqual(missing, ['writable']);
  assert.match(named(checks, 'writable').detail, /^Nothing can be run here: EACCES/);
  assert.match(named(checks, 'space').detail, /^3\.0 MB free/);
  assert.match(named(checks, 'network').detail, /network file system/);
  assert.ok(checks.every(({ ok, fix }) => ok || fix !== undefined));
});

test('where the system does not tell, nothing is said of space', async (t) => {
  const { checks } = await diagnose(t, { freeBytes: () => undefined });
  assert.ok(!checks.some(({ name }) => name === 'space'));
});

const FOUND: Pythons = {
  find: async () => ({ file: '/here/.venv/bin/python', why: '`.venv` of the project', folders: [], environment: {} }),
  describe: async () => undefined,
};

async function diagnose(t: TestContext, found: Partial<Inspection>, pythons: Pythons = FOUND) {
  const folder = temporaryFolder(t);
  const host = openHost({ folder, projectFolder: undefined, verbose: false, restart: ['false'] });
  t.after(() => host.close());
  const looked: Host = { ...host, pythons, inspection: { ...WELL, ...found } };
  return doctor.run(looked, { require: [] }, { signal: new AbortController().signal, event: () => {} });
}

function named(checks: readonly Check[], name: string): Check {
  const check = checks.find((one) => one.name === name);
  assert.ok(check, name);
  return check;
}
