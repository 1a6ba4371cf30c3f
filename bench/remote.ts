import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { openHost } from '../engine/src/adapters/host.ts';

const program = fileURLToPath(new URL('../bin/modelyard.mjs', import.meta.url));
const FILES_OF_A_RUN = 100;

/**
 * A push of `--objects N` (10,000) small objects of runs to a shared folder, the same with nothing left to do, and the pull of the
 * runs into a fresh clone; beside `rsync --checksum` of the same files where it is there.
 */
export async function bench(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { objects: { type: 'string', default: '10000' } } });
  const folder = mkdtempSync(join(tmpdir(), 'bench-remote-'));
  try {
    const [here, fresh, share] = ['here', 'fresh', 'share'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    for (const place of [here, fresh, share]) mkdirSync(place);
    for (const place of [here, fresh])
      writeFileSync(join(place, 'modelyard.yaml'), `project: bench\nremote: ${pathToFileURL(share).href}\n`);
    await fill(here, Number(values.objects));
    console.log(
      `${values.objects} objects of ${Number(values.objects) / FILES_OF_A_RUN} runs, load before: ${loadavg()[0]?.toFixed(2)}`,
    );
    print('push', () => modelyard(here, 'push'));
    print('push, nothing to do', () => modelyard(here, 'push'));
    print('pull of the runs', () => modelyard(fresh, 'pull'));
    print('pull, nothing to do', () => modelyard(fresh, 'pull'));
    rsync(join(here, '.modelyard/objects'), join(folder, 'mirror'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fill(folder: string, objects: number): Promise<void> {
  const host = openHost({ folder, projectFolder: undefined, verbose: false, restart: ['false'] });
  const { runs, artifacts } = await host.stores(folder);
  for (let made = 0; made < objects; made += FILES_OF_A_RUN) {
    const run = await runs.createRun({ experiment: 'bench', name: `run ${made}`, user: 'bench', startTime: made });
    const files = await Promise.all(
      Array.from({ length: FILES_OF_A_RUN }, (_, index) => artifacts.putBytes(`object ${made + index}`)),
    );
    await runs.log(run.id, { artifacts: files.map((file, index) => ({ path: `${index}.txt`, ...file })) });
    await runs.finish(run.id, 'finished', made + 1);
  }
  await host.close();
}

function rsync(from: string, to: string): void {
  try {
    execFileSync('rsync', ['--version'], { stdio: 'ignore' });
  } catch {
    console.log('rsync is not here, so there is nothing to hold it against.');
    return;
  }
  print('rsync', () => execFileSync('rsync', ['-a', `${from}/`, to]));
  print('rsync --checksum, nothing to do', () => execFileSync('rsync', ['-a', '--checksum', `${from}/`, to]));
}

function modelyard(folder: string, word: string): void {
  execFileSync(process.execPath, [program, word], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}

function print(what: string, work: () => void): void {
  const began = performance.now();
  work();
  console.log(`${what.padEnd(34)} ${((performance.now() - began) / 1000).toFixed(2)} s`);
}
