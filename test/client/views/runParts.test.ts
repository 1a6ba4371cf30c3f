import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Shown } from '../../../client/src/views/pages.ts';
import { partRows } from '../../../client/src/views/runParts.ts';
import type { RunParts } from '../../../server/src/views/runs.ts';
import { ROOT } from './samples.ts';

function rowsOf(parts: RunParts) {
  const rows = partRows({ root: ROOT, run: 'r', parts, main: undefined, live: null, shown: new Shown() });
  return rows.map(({ look }) => [look.label, look.context]);
}

test('files that a run says it has, but that lie elsewhere, are said', () => {
  const file = { path: 'model/MLmodel', size: 9, sha256: '', isHere: true };
  const artifactsMissing = 'The artifacts of this run lie at s3://bucket, which is not read.';
  assert.deepEqual(rowsOf({ steps: [], artifacts: [], artifactsMissing }), [[artifactsMissing, 'message']]);
  assert.deepEqual(rowsOf({ steps: [], artifacts: [file], artifactsMissing })[1], [artifactsMissing, 'message']);
  assert.deepEqual(rowsOf({ steps: [], artifacts: [] }), []);
});
