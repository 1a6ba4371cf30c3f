import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from './repository.ts';

/**
 * A copy of the workspace of these tests, with no former state of an editor: that is kept by folder. It lies on a path with
 * spaces and letters that are not ASCII.
 */
export function workspaceCopy(): { readonly folder: string; remove(): void } {
  const parent = realpathSync(mkdtempSync(join(tmpdir(), 'modelyard-workspace-')));
  const folder = join(parent, 'Schiffe à flot 船');
  cpSync(join(repository, 'test/fixtures/vscode'), folder, { recursive: true });
  return { folder, remove: () => rmSync(parent, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }) };
}
