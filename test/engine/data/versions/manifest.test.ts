import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  compareManifests,
  manifestHash,
  sortedByPath,
  type VersionedFile,
} from '../../../../engine/src/data/versions/manifest.ts';

const file = fc
  .record({ path: fc.string({ minLength: 1 }), text: fc.string() })
  .map(({ path, text }): VersionedFile => ({ path, sha256: sha256(text), size: text.length }));
const files = fc.uniqueArray(file, { selector: ({ path }) => path, maxLength: 12 });

test('the version does not depend on the order in which files are found', () => {
  fc.assert(
    fc.property(
      files.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      ([all, shuffled]) => assert.equal(versionOf(shuffled), versionOf(all)),
    ),
  );
});

test('a file more, a file less, another name and other bytes are all another version', () => {
  fc.assert(
    fc.property(files, file, (all, other) => {
      const version = versionOf(all);
      const rest = all.filter(({ path }) => path !== other.path);
      const without = versionOf(rest);
      assert.notEqual(versionOf([...rest, other]), without);
      assert.equal(without === version, rest.length === all.length);
      const [first] = all;
      if (!first) return;
      assert.notEqual(versionOf([{ ...first, sha256: sha256(`${first.sha256} again`) }, ...all.slice(1)]), version);
      assert.notEqual(versionOf([{ ...first, path: `${first.path}.moved` }, ...all.slice(1)]), version);
    }),
  );
});

test('what two versions share and what not adds up to both, and taking it back gives the first', () => {
  fc.assert(
    fc.property(files, files, (a, b) => {
      const { added, removed, changed, same } = compareManifests(a, b);
      assert.equal(same + changed.length + removed.length, a.length);
      assert.equal(same + changed.length + added.length, b.length);
      const gone = new Set(removed.map(({ path }) => path));
      const news = new Map([...added, ...changed].map((one) => [one.path, one]));
      const kept = a.filter(({ path }) => !gone.has(path) && !news.has(path));
      assert.equal(versionOf([...kept, ...news.values()]), versionOf(b));
    }),
  );
});

function versionOf(all: readonly VersionedFile[]): string {
  return manifestHash(sortedByPath(all));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
