import assert from 'node:assert/strict';
import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { localFiles } from '../../engine/src/adapters/files/localFiles.ts';
import { Failure } from '../../engine/src/failure.ts';
import type { Files } from '../../engine/src/ports/files.ts';
import { NO_KNOWLEDGE } from '../../server/src/data/knowledge.ts';
import { dataNotOpened } from '../../server/src/data/projectData.ts';
import { entriesOf } from '../../server/src/workspace/folder.ts';
import type { CheckedFile } from '../../server/src/workspace/session.ts';
import { uriOfPath } from '../../server/src/workspace/uris.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { CHURN } from '../kit/churn.ts';
import { readFixture } from '../kit/fixture.ts';
import { writeFiles } from '../kit/lspClient.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

test('a folder is listed, and nothing outside of the project', async (t) => {
  const folder = temporaryFolder(t);
  writeFiles(folder, [
    ['outside/secret.csv', ''],
    ['project/data/a.csv', ''],
  ]);
  const root = join(folder, 'project');
  symlinkSync('../outside', join(root, 'link'));
  const files = localFiles();
  assert.deepEqual(await entriesOf(files, root, 'data'), [{ name: 'a.csv', kind: 'file' }]);
  for (const outside of ['..', '../outside', 'data/../../outside', 'link', '/etc', 'nowhere'])
    assert.deepEqual(await entriesOf(files, root, outside), [], outside);
});

test('a modelyard.yaml that is open and not yet on disk makes a project', async (t) => {
  const { workspace, found, folder } = opened(t, localFiles());
  rmSync(join(folder, 'modelyard.yaml'));
  open(workspace, join(folder, 'modelyard.yaml'), 'project: shop\nlanguage: 1\n');
  open(
    workspace,
    join(folder, 'churn.pipeline.yaml'),
    fixture('churn.pipeline.yaml').replace('from: churn', 'from: no'),
  );
  const home = await workspace.home(uriOfPath(join(folder, 'churn.pipeline.yaml')));
  await home?.session.checked();
  assert.deepEqual(
    found.get('churn.pipeline.yaml')?.problems.map(({ code }) => code),
    ['unknown-dataset'],
  );
});

test('a file that a project excludes is left alone', async (t) => {
  const { workspace, folder } = opened(t, localFiles());
  writeFiles(folder, [
    ['modelyard.yaml', 'project: shop\nlanguage: 1\nexclude: [old/**]\n'],
    ['old/a.pipeline.yaml', '{'],
  ]);
  open(workspace, join(folder, 'old/a.pipeline.yaml'), '{');
  assert.equal(await workspace.home(uriOfPath(join(folder, 'old/a.pipeline.yaml'))), undefined);
});

test('a spec that may not be read is as one that is not there; folders that may not be listed are told', async (t) => {
  const files = localFiles();
  const refused = async () => {
    throw new Failure('io', 'may not be read');
  };
  const read = (path: string) => (path.endsWith('dataset.yaml') ? refused() : files.read(path));
  const unread: Files = { ...files, read, texts: (paths) => Promise.all(paths.map(read)) };
  const one = opened(t, unread);
  await one.workspace.changeFolders([one.folder]);
  await Promise.all(one.workspace.projects.map((session) => session.checked()));
  assert.deepEqual([...one.found.keys()].sort(), ['churn.pipeline.yaml', 'modelyard.yaml']);
  const other = opened(t, { ...files, glob: refused });
  open(other.workspace, join(other.folder, 'churn.pipeline.yaml'), 'pipeline: churn\nsteps: 3\n');
  const home = await other.workspace.home(uriOfPath(join(other.folder, 'churn.pipeline.yaml')));
  await home?.session.checked();
  assert.ok(other.found.get('churn.pipeline.yaml')?.problems.some(({ code }) => code === 'wrong-type'));
  assert.deepEqual(other.said, ['may not be read']);
});

function opened(t: TestContext, files: Files) {
  const folder = temporaryFolder(t);
  writeFiles(folder, readFixture(CHURN).files);
  const found = new Map<string, CheckedFile>();
  const said: string[] = [];
  const workspace = new Workspace({
    files,
    openData: () => ({ ...dataNotOpened((project) => project), knowledge: () => NO_KNOWLEDGE }),
    found: (_, one) => void found.set(one.file, one),
    finished() {},
    docs: (page) => page,
    say: (message) => void said.push(message),
    failed: (error) => {
      if (!(error instanceof Failure)) throw error;
    },
    quiet: async () => undefined,
  });
  t.after(() => workspace.closeAll());
  return { workspace, found, folder, said };
}

function open(workspace: Workspace, path: string, text: string): void {
  workspace.open({ uri: uriOfPath(path), languageId: 'modelyard', version: 1, text });
}

function fixture(file: string): string {
  return readFixture(CHURN).files.get(file) ?? '';
}
