import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { localFiles } from '../../../engine/src/adapters/files/localFiles.ts';
import { findProjectRoot, findSpecFiles, readSpecFiles } from '../../../engine/src/project/discover.ts';
import { temporaryFolder } from '../../kit/temporaryFolder.ts';

async function folderWith(t: TestContext, paths: readonly string[]): Promise<string> {
  const root = temporaryFolder(t);
  for (const path of paths) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), `# ${path}\n`);
  }
  return root;
}

test('the project root is the nearest folder above with a modelyard.yaml', async (t) => {
  const root = await folderWith(t, ['modelyard.yaml', 'a/b/c.dataset.yaml', 'inner/modelyard.yaml', 'inner/x/y']);
  assert.equal(await findProjectRoot(localFiles(), join(root, 'a/b')), root);
  assert.equal(await findProjectRoot(localFiles(), join(root, 'inner/x')), join(root, 'inner'));
});

test('without a modelyard.yaml above there is no project', async (t) => {
  const root = await folderWith(t, ['a/b.dataset.yaml']);
  assert.equal(await findProjectRoot(localFiles(), join(root, 'a')), undefined);
});

test('spec files are found below the root, but not in excluded, foreign or nested places', async (t) => {
  const root = await folderWith(t, [
    'modelyard.yaml',
    'flights.dataset.yaml',
    'deep/er/late.pipeline.yaml',
    'readme.yaml',
    'archive/old.dataset.yaml',
    'node_modules/p/x.dataset.yaml',
    'deep/node_modules/p/x.dataset.yaml',
    '.modelyard/tmp/x.dataset.yaml',
    'nested/modelyard.yaml',
    'nested/theirs.dataset.yaml',
  ]);
  assert.deepEqual(await findSpecFiles(localFiles(), root, ['archive/**']), [
    'modelyard.yaml',
    'deep/er/late.pipeline.yaml',
    'flights.dataset.yaml',
  ]);
});

test('a link that leaves the root is not followed', async (t) => {
  const root = await folderWith(t, ['home/modelyard.yaml', 'elsewhere/x.dataset.yaml']);
  await symlink(join(root, 'elsewhere'), join(root, 'home/link'));
  assert.deepEqual(await findSpecFiles(localFiles(), join(root, 'home')), ['modelyard.yaml']);
});

test('a file that is gone when it is read is left out', async (t) => {
  const root = await folderWith(t, ['modelyard.yaml']);
  const texts = await readSpecFiles(localFiles(), root, ['modelyard.yaml', 'gone.dataset.yaml']);
  assert.deepEqual([...texts], [['modelyard.yaml', '# modelyard.yaml\n']]);
});
