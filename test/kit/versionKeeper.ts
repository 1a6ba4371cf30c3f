import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { localFiles } from '../../engine/src/adapters/files/localFiles.ts';
import { openObjectStore } from '../../engine/src/adapters/files/objectStore.ts';
import { systemClock } from '../../engine/src/adapters/system/systemClock.ts';
import { datasetVersion } from '../../engine/src/data/versions/datasetVersion.ts';
import { keepVersion } from '../../engine/src/data/versions/keepVersion.ts';
import { VersionRecords } from '../../engine/src/data/versions/versionRecord.ts';

// A process that changes a dataset of some files and keeps each of its versions until it is killed: `node versionKeeper.ts FOLDER`.
// It says `begun` when the first is being kept, and `kept VERSION` when a promise has acknowledged one.
const [, , root = ''] = process.argv;
const files = localFiles();
const store = join(root, '.modelyard');
const artifacts = openObjectStore(join(store, 'objects'));
const records = new VersionRecords(files, store);
const memo = { get: async () => undefined, set: async () => undefined };

function say(line: string): Promise<void> {
  return new Promise((resolve) => process.stdout.write(`${line}\n`, () => resolve()));
}

mkdirSync(join(root, 'data'), { recursive: true });
for (let state = Date.now(); ; state++) {
  const paths = Array.from({ length: 20 }, (_, number) => join(root, 'data', `${number}.csv`));
  for (const [number, path] of paths.entries()) writeFileSync(path, `a\n${state * (number % 4)}\n`.repeat(5000));
  const version = await datasetVersion(root, { files: paths, format: 'csv' }, { files, memo });
  await say('begun');
  await keepVersion({
    dataset: 'rows',
    root,
    version,
    shape: { rows: 200_000, columns: [{ name: 'a', type: 'integer', sqlType: 'BIGINT' }] },
    records,
    files,
    artifacts,
    clock: systemClock(),
  });
  await say(`kept ${version.version}`);
}
