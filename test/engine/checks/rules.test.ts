import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { rules } from '../../../engine/src/checks/all.ts';

test('every rule has a code of its own, a title and a paragraph', () => {
  const codes = rules.map((rule) => rule.code);
  assert.deepEqual(codes, [...new Set(codes)]);
  for (const { code, title, docs } of rules) {
    assert.match(code, /^[a-z]+(-[a-z]+)*$/);
    assert.match(title, /^[^.]+$/, code);
    assert.match(docs, /^.{40,}[.)]$/s, code);
  }
});

test('every rule is shown by a document', () => {
  const folder = new URL('../', import.meta.url);
  const texts = globSync(['{checks,facts}/*.test.ts', 'language/**/*.test.ts'], { cwd: folder }).map((path) =>
    readFileSync(new URL(path, folder), 'utf8'),
  );
  const shown = new Set(
    texts
      .join('\n')
      .match(/(?<=#~ )[a-z- ]+|(?<=')[a-z]+(?:-[a-z]+)+(?=')/g)
      ?.flatMap((codes) => codes.split(' ')),
  );
  assert.deepEqual(
    rules.map((rule) => rule.code).filter((code) => !shown.has(code)),
    [],
  );
});
