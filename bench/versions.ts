import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measure } from './measure.ts';
import { benchPython } from './venv.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const work = join(root, '.cache/bench-versions');
const FILES = 10_000;
const FOLDERS = 100;
const BYTES = 10_000;
/** What an unchanged dataset may take. */
const TARGET = 0.3;

interface Ours {
  readonly seconds: number;
  readonly files: number;
  readonly version: string;
}

/**
 * The version of 10,000 files in 100 partitions, beside sha256sum of all of them and DVC: from nothing, unchanged, and after an
 * append of one file. Ours is shown without and with the start of its process; `--ours` leaves the other tools out.
 */
export async function bench(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { ours: { type: 'boolean' } } });
  console.log(`${FILES} files of ${BYTES} bytes, load before: ${loadavg()[0]?.toFixed(2)}`);
  const dvc = values.ours ? undefined : join(benchPython('dvc'), '../dvc');
  rmSync(work, { recursive: true, force: true });
  for (let file = 0; file < FILES; file++) writeFile(`day=${file % FOLDERS}/${file}.csv`);
  await ours('modelyard, from nothing');
  if (dvc)
    await theirs('DVC, from nothing (init and add)', 'sh', [
      '-c',
      `git init -q . && ${dvc} init -q && ${dvc} add -q data`,
    ]);
  const unchanged = await bestOf(3, () => ours('modelyard, unchanged'));
  console.log(`unchanged: ${unchanged.toFixed(3)} s (wanted: at most ${TARGET})`);
  if (dvc) {
    const sums = await bestOf(3, () =>
      theirs('sha256sum of all', 'sh', [
        '-c',
        'find data -name "*.csv" -print0 | sort -z | xargs -0 sha256sum | sha256sum',
      ]),
    );
    const status = await bestOf(3, () => theirs('dvc status, unchanged', dvc, ['status', '-q']));
    console.log(
      `ours / sha256sum: ${(unchanged / sums).toFixed(2)}, ours / dvc status: ${(unchanged / status).toFixed(2)}`,
    );
  }
  writeFile(`day=${FOLDERS}/new.csv`);
  await ours('modelyard, one file more');
}

async function ours(what: string): Promise<number> {
  const { seconds, output } = await measure(process.execPath, [join(root, 'bench/versions/ours.ts'), work], root);
  const found = JSON.parse(output) as Ours;
  console.log(
    `${what}: ${found.seconds.toFixed(3)} s, ${seconds.toFixed(2)} s with its process; ${found.files} files, ${found.version.slice(0, 12)}`,
  );
  return found.seconds;
}

async function theirs(what: string, program: string, args: readonly string[]): Promise<number> {
  const { seconds } = await measure(program, args, work);
  console.log(`${what}: ${seconds.toFixed(2)} s`);
  return seconds;
}

async function bestOf(times: number, once: () => Promise<number>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < times; i++) best = Math.min(best, await once());
  return best;
}

function writeFile(path: string): void {
  const file = join(work, 'data', path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, `a,b\n${path},1\n`.repeat(BYTES).slice(0, BYTES));
}
