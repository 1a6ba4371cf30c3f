import { localFiles } from '../../engine/src/adapters/files/localFiles.ts';
import { openMemo } from '../../engine/src/adapters/sqlite/openMemo.ts';
import { resolveSource } from '../../engine/src/data/sources/source.ts';
import { datasetVersion } from '../../engine/src/data/versions/datasetVersion.ts';

// node ours.ts ROOT: finds the files of a glob and their version; prints {seconds, files, version}.
const [, , root = ''] = process.argv;
const started = performance.now();
const files = localFiles();
const memo = openMemo(`${root}/.modelyard/cache.db`, { log: { debug() {}, warn: console.error } });
const table = await resolveSource(files, root, 'data/**/*.csv');
const { version } = await datasetVersion(root, table, { files, memo });
console.log(JSON.stringify({ seconds: (performance.now() - started) / 1000, files: table.files.length, version }));
await memo.close();
