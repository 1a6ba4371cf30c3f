import assert from 'node:assert/strict';
import { test } from 'node:test';
import { killRuns } from '../kit/killRuns.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

test('a run that is killed at any moment loses nothing it has acknowledged, and is resumed', async (t) => {
  const report = await killRuns(temporaryFolder(t), 4);
  assert.deepEqual(report.problems, []);
});
