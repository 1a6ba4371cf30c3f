import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

/** An empty folder of this test, gone when the test is over. */
export function temporaryFolder(test: Pick<TestContext, 'after'>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'modelyard-')));
  test.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
