import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameOfUri, pathBelow, pathOfUri, uriOfPath } from '../../server/src/workspace/uris.ts';

test('addresses become paths, whoever wrote them', () => {
  assert.equal(pathOfUri('file:///home/a%20b/%C3%A9.pipeline.yaml'), '/home/a b/é.pipeline.yaml');
  assert.equal(pathOfUri('file:///home/a b/é.pipeline.yaml'), '/home/a b/é.pipeline.yaml');
  for (const uri of ['file:///c%3A/x/y', 'file:///C:/x/y', 'file:///c:/x/y']) assert.equal(pathOfUri(uri), 'c:/x/y');
  assert.equal(pathOfUri('file://server/share/x'), '//server/share/x');
  assert.equal(pathOfUri('file:///a/../../b'), '/b');
});

test('what is no file of this machine has no path', () => {
  for (const uri of ['untitled:Untitled-1', 'git:/a', 'vscode-vfs://github/a', 'file:///%', 'nonsense', ''])
    assert.equal(pathOfUri(uri), undefined);
  assert.equal(nameOfUri('untitled:a.pipeline.yaml'), 'a.pipeline.yaml');
  assert.equal(nameOfUri('git:/x/a%20b.pipeline.yaml?ref=HEAD'), 'a b.pipeline.yaml');
});

test('paths become the addresses that VS Code writes', () => {
  for (const [path, uri] of [
    ['/home/a b/é (1).yaml', 'file:///home/a%20b/%C3%A9%20%281%29.yaml'],
    ['c:/x/y', 'file:///c%3A/x/y'],
    ['//server/share/x', 'file://server/share/x'],
    ['/a/b#c?d%e', 'file:///a/b%23c%3Fd%25e'],
  ] as const) {
    assert.equal(uriOfPath(path), uri);
    assert.equal(pathOfUri(uri), path);
  }
});

test('below a folder is only what lies in it', () => {
  assert.equal(pathBelow('/a/b', '/a/b/c/d'), 'c/d');
  assert.equal(pathBelow('/', '/a'), 'a');
  for (const other of ['/a/b', '/a/bc/d', '/a']) assert.equal(pathBelow('/a/b', other), undefined);
});
