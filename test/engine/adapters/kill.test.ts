import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { killWriters } from '../../kit/killWriters.ts';
import { temporaryFolder } from '../../kit/temporaryFolder.ts';

test('writers that are killed at any moment leave an intact database and lose nothing they acknowledged', async (t) => {
  const report = await killWriters(join(temporaryFolder(t), 'runs.db'), 8);
  assert.deepEqual(report.problems, []);
  assert.ok(report.acknowledgedSteps > 0);
});
