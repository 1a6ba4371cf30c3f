import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

const script = `
  import { workerData, parentPort } from 'node:worker_threads';
  const { openDatabase } = await import(workerData.opener);
  const { RUN_STORE_MIGRATIONS: migrations } = await import(workerData.migrations);
  const options = { migrations, log: { debug() {}, warn() {} }, isNetworkFolder: () => false };
  const refused = [];
  for (const [turn, file] of workerData.files.entries()) {
    Atomics.add(workerData.arrived, turn, 1);
    while (Atomics.load(workerData.arrived, turn) < workerData.openers);
    try {
      openDatabase(file, options).close();
    } catch (error) {
      refused.push(error.message);
    }
  }
  parentPort.postMessage(refused);
`;

/** Opens each of the files, as run stores, from two threads in the same moment; gives what was refused. */
export async function openAtOnce(files: readonly string[]): Promise<readonly string[]> {
  const openers = 2;
  const workerData = {
    files,
    openers,
    arrived: new Int32Array(new SharedArrayBuffer(4 * files.length)),
    opener: new URL('../../engine/src/adapters/sqlite/openDatabase.ts', import.meta.url).href,
    migrations: new URL('../../engine/src/adapters/sqlite/runStoreMigrations.ts', import.meta.url).href,
  };
  const module = new URL(`data:text/javascript,${encodeURIComponent(script)}`);
  const answers = Array.from({ length: openers }, () => once(new Worker(module, { workerData }), 'message'));
  return (await Promise.all(answers)).flat(2) as string[];
}
