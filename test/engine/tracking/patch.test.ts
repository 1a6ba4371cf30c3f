import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { applyPatch } from '../../../engine/src/tracking/patch/applyPatch.ts';
import { parsePatch } from '../../../engine/src/tracking/patch/parsePatch.ts';
import { temporaryFolder } from '../../kit/temporaryFolder.ts';

test('a patch of git is read, whatever it does to files and whatever they are called', (t) => {
  const folder = temporaryFolder(t);
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: folder, encoding: 'utf8' });
  const write = (path: string, text: string | Buffer): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  git('init', '-q');
  const long = Array.from({ length: 40 }, (_, line) => `line ${line}\n`).join('');
  write('a b.py', 'one\ntwo');
  write('größe/"quoted".py', 'x\n');
  write('moved.py', long);
  write('gone.py', 'old\n');
  write('windows.py', 'one\r\ntwo\r\n');
  write('bytes.bin', Buffer.from([0, 1, 2]));
  write('diff.md', 'a\n--- a/x\n+++ b/x\n');
  git('add', '.');
  write('a b.py', 'one\nthree\n');
  write('größe/"quoted".py', 'x\ny\n');
  renameSync(join(folder, 'moved.py'), join(folder, 'there.py'));
  write('there.py', long.replace('line 7', 'seven'));
  rmSync(join(folder, 'gone.py'));
  write('new.py', 'new\n');
  write('empty.py', '');
  write('windows.py', 'one\r\n2\r\n');
  write('bytes.bin', Buffer.from([0, 3]));
  write('diff.md', 'a\n-- a/x\n++ b/x\n');
  git('add', '-N', 'new.py', 'empty.py', 'there.py');
  const files = parsePatch(git('diff', '--binary', '-M'));
  const shown = files.map(({ before, after, isBinary }) => [before, after, isBinary]);
  assert.deepEqual(shown, [
    ['a b.py', 'a b.py', false],
    ['bytes.bin', 'bytes.bin', true],
    ['diff.md', 'diff.md', false],
    [undefined, 'empty.py', false],
    ['gone.py', undefined, false],
    ['größe/"quoted".py', 'größe/"quoted".py', false],
    [undefined, 'new.py', false],
    ['moved.py', 'there.py', false],
    ['windows.py', 'windows.py', false],
  ]);
  const after = (path: string, before: string) => applyPatch(before, files.find((file) => file.after === path)!);
  assert.equal(after('a b.py', 'one\ntwo'), 'one\nthree\n');
  assert.equal(after('größe/"quoted".py', 'x\n'), 'x\ny\n');
  assert.equal(after('there.py', long), long.replace('line 7', 'seven'));
  assert.equal(after('new.py', ''), 'new\n');
  assert.equal(after('empty.py', ''), '');
  assert.equal(after('windows.py', 'one\r\ntwo\r\n'), 'one\r\n2\r\n');
  assert.equal(after('diff.md', 'a\n--- a/x\n+++ b/x\n'), 'a\n-- a/x\n++ b/x\n');
  assert.equal(after('bytes.bin', ''), undefined);
});

test('what does not fit is not applied', () => {
  const [file] = parsePatch('diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n');
  assert.equal(applyPatch('one\ntwo\n', file!), 'one\n2\n');
  assert.equal(applyPatch('one\nthree\n', file!), undefined);
  assert.equal(applyPatch('', file!), undefined);
  assert.deepEqual(parsePatch('nothing of a patch\n'), []);
});
