import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { test } from 'node:test';
import { localFiles } from '../../engine/src/adapters/files/localFiles.ts';
import { temporaryBeside } from '../../engine/src/adapters/files/temporaryFiles.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

const files = localFiles();

function tree(root: string, paths: readonly string[]): string {
  for (const path of paths) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), path);
  }
  return root;
}

test('what is not there is undefined, and a folder that is not there is empty', async (t) => {
  const folder = tree(temporaryFolder(t), ['a.txt']);
  for (const path of [join(folder, 'none'), join(folder, 'a.txt', 'below a file')]) {
    assert.equal(await files.stat(path), undefined);
    assert.equal(await files.read(path), undefined);
    assert.equal(await files.bytes(path), undefined);
    assert.equal(await files.bytesFrom(path, 0, 10), undefined);
    assert.equal(await files.realPath(path), undefined);
    assert.deepEqual(await files.stats([path, folder]), [undefined, await files.stat(folder)]);
    assert.deepEqual(await files.texts([path, join(folder, 'a.txt')]), [
      undefined,
      await files.read(join(folder, 'a.txt')),
    ]);
  }
  assert.deepEqual(await files.list(join(folder, 'none')), []);
  await files.remove(join(folder, 'none'));
});

test('a file is written whole, folders are made, nothing is left beside it', async (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, 'a/b/c.yaml');
  await files.write(path, 'first');
  await files.write(path, new TextEncoder().encode('größer'));
  assert.equal(await files.read(path), 'größer');
  assert.deepEqual(await files.list(dirname(path)), ['c.yaml']);
  assert.deepEqual(await files.stat(path), { kind: 'file', size: 8, modified: statSync(path).mtimeMs });
});

test('a write that fails leaves the file that was there and no half file', async (t) => {
  const folder = tree(temporaryFolder(t), ['taken/inside.txt']);
  await assert.rejects(files.write(join(folder, 'taken'), 'text'), { reason: 'is-a-folder' });
  await assert.rejects(files.write(join(folder, 'taken/inside.txt/below'), 'text'), { reason: 'not-a-folder' });
  assert.deepEqual(readdirSync(folder), ['taken']);
  assert.equal(readFileSync(join(folder, 'taken/inside.txt'), 'utf8'), 'taken/inside.txt');
});

test('what killed processes have left in a folder goes with the next write there, and what may still be written stays', async (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, 'v8.version.yaml');
  const died = spawnSync(process.execPath, ['--version']).pid;
  const written = (by: number, machine?: string): string => {
    const name = basename(temporaryBeside(path)).replace(`-${process.pid}-`, `-${by}-`);
    return machine === undefined ? name : name.replace(/\.[0-9a-f]{8}-/, `.${machine}-`);
  };
  const left = [written(died), written(died, '0ddc0ffe')];
  const kept = [written(process.pid), written(died, '0ddc0ffe'), '.my.tmp', '.v8.version.yaml.tmp'];
  for (const name of [...left, ...kept]) writeFileSync(join(folder, name), 'half');
  utimesSync(join(folder, left[1]!), 0, 0);
  await files.write(path, 'whole');
  assert.deepEqual(readdirSync(folder).sort(), [...kept, 'v8.version.yaml'].sort());
});

test('writing keeps permissions and goes through a link', async (t) => {
  const folder = tree(temporaryFolder(t), ['real.sh']);
  chmodSync(join(folder, 'real.sh'), 0o750);
  symlinkSync('real.sh', join(folder, 'link.sh'));
  await files.write(join(folder, 'link.sh'), 'new');
  assert.equal(readFileSync(join(folder, 'real.sh'), 'utf8'), 'new');
  assert.equal(statSync(join(folder, 'real.sh')).mode & 0o777, 0o750);
  assert.equal(await files.realPath(join(folder, 'link.sh')), join(folder, 'real.sh'));
});

test('a refusal of the system names the file and the next step', async (t) => {
  const folder = tree(temporaryFolder(t), ['a.txt']);
  await assert.rejects(files.read(folder), (error: { message: string; next: string; reason: string }) => {
    assert.equal(error.reason, 'is-a-folder');
    assert.equal(error.message, `${folder} cannot be read: it is a folder.`);
    assert.equal(error.next, 'Name a file.');
    return true;
  });
  await assert.rejects(files.list(join(folder, 'a.txt')), { reason: 'not-a-folder' });
  await assert.rejects(files.hash(join(folder, 'none')), { reason: 'file-missing' });
  await assert.rejects(files.hash(folder), { reason: 'is-a-folder' });
  await assert.rejects(files.write(join(folder, 'x'.repeat(300)), ''), { reason: 'name-too-long' });
});

test('a text hashes the same with the line ends of Windows, other files byte by byte', async (t) => {
  const folder = temporaryFolder(t);
  const hashOf = async (name: string, content: string | Buffer) => {
    writeFileSync(join(folder, name), content);
    return (await files.hash(join(folder, name), undefined, { asText: true })).sha256;
  };
  // More than a chunk, so that some line ends are cut in two.
  const lines = Array.from({ length: 200_000 }, (_, line) => `${line % 7}`.repeat(line % 11));
  assert.equal(await hashOf('crlf', lines.join('\r\n')), await hashOf('lf', lines.join('\n')));
  assert.notEqual(await hashOf('lone', 'a\rb\r'), await hashOf('none', 'ab'));
  assert.notEqual(await hashOf('zero', 'a\0\r\n'), await hashOf('zero lf', 'a\0\n'));
  assert.equal(await hashOf('last', 'a\r'), createHash('sha256').update('a\r').digest('hex'));
});

test('hash is sha256 over all chunks, and refuses a file that changes meanwhile', async (t) => {
  const path = join(temporaryFolder(t), 'big');
  const content = Buffer.alloc(20 * (1 << 20) + 17, 'modelyard');
  writeFileSync(path, content);
  const sha256 = createHash('sha256').update(content).digest('hex');
  assert.deepEqual(await files.hash(path), { sha256, size: content.length });
  const reading = files.hash(path);
  appendFileSync(path, 'more');
  await assert.rejects(reading, { reason: 'file-changed' });
  await assert.rejects(files.hash(path, AbortSignal.abort()), { name: 'Cancelled' });
});

test('copy appears whole, append makes the file', async (t) => {
  const folder = temporaryFolder(t);
  await files.append(join(folder, 'log/a.txt'), 'one\n');
  await files.append(join(folder, 'log/a.txt'), 'two\n');
  await files.copy(join(folder, 'log/a.txt'), join(folder, 'else/where.txt'));
  assert.equal(await files.read(join(folder, 'else/where.txt')), 'one\ntwo\n');
  await assert.rejects(files.copy(join(folder, 'none'), join(folder, 'b')), { reason: 'file-missing' });
  await files.remove(join(folder, 'log'));
  assert.deepEqual(await files.list(folder), ['else']);
});

const SPECS = [
  'a.dataset.yaml',
  'sub/b.dataset.yaml',
  'sub/deep/c.pipeline.yaml',
  'sub/x.txt',
  '.git/d.dataset.yaml',
  'old/e.dataset.yaml',
];
const GLOBS: readonly [patterns: string[], exclude: string[], found: string[]][] = [
  [['**/*.dataset.yaml'], [], ['a.dataset.yaml', 'old/e.dataset.yaml', 'sub/b.dataset.yaml']],
  [['**/*.dataset.yaml'], ['old/**'], ['a.dataset.yaml', 'sub/b.dataset.yaml']],
  [['**/*.{dataset,pipeline}.yaml'], ['**/e.*'], ['a.dataset.yaml', 'sub/b.dataset.yaml', 'sub/deep/c.pipeline.yaml']],
  [['*.yaml'], [], ['a.dataset.yaml']],
  [['./sub/*', 'sub/deep/**'], [], ['sub/b.dataset.yaml', 'sub/deep/c.pipeline.yaml', 'sub/x.txt']],
  [['sub/?.txt', 'sub/x.txt'], [], ['sub/x.txt']],
  [['.git/*'], [], ['.git/d.dataset.yaml']],
  [['nowhere/**'], [], []],
];

test('glob', async (t) => {
  const folder = tree(temporaryFolder(t), SPECS);
  for (const [patterns, exclude, found] of GLOBS)
    assert.deepEqual(await files.glob(folder, patterns, { exclude }), found, patterns.join());
  assert.deepEqual(await files.glob(join(folder, 'none'), ['**']), []);
});

test('glob follows links inside the root only, and no circles', async (t) => {
  const folder = tree(temporaryFolder(t), ['root/in/a.txt', 'outside/secret.txt']);
  const root = join(folder, 'root');
  symlinkSync('in', join(root, 'linked'));
  symlinkSync('../outside', join(root, 'out'));
  symlinkSync('../outside/secret.txt', join(root, 'secret.txt'));
  symlinkSync('..', join(root, 'in/up'));
  symlinkSync('gone', join(root, 'broken'));
  assert.deepEqual(await files.glob(root, ['**']), ['in/a.txt', 'linked/a.txt']);
});

test('a file is read from anywhere on, and not past its end', async (t) => {
  const path = join(tree(temporaryFolder(t), ['a.txt']), 'a.txt');
  const from = async (offset: number, most: number) =>
    Buffer.from((await files.bytesFrom(path, offset, most))!).toString();
  assert.equal(await from(0, 100), 'a.txt');
  assert.equal(await from(2, 2), 'tx');
  assert.equal(await from(5, 10), '');
  assert.equal(await from(50, 10), '');
});
