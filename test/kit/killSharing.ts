import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { startCli } from './process.ts';
import { type Clone, storeRun, type Team } from './team.ts';

/** Runs that are pushed and pulled, each with a file of so many bytes. */
const RUNS = 12;
const BYTES = 300_000;

/** Fills a clone with runs whose files take a moment to go over. */
export async function fillClone(clone: Clone): Promise<readonly string[]> {
  return clone.withStores(async (stores) => {
    const ids: string[] = [];
    for (let number = 0; number < RUNS; number++) {
      const id = await storeRun(stores, `run ${number}`);
      const file = await stores.artifacts.putBytes(`${number}`.repeat(BYTES));
      await stores.runs.log(id, { artifacts: [{ path: 'large.bin', ...file }] });
      ids.push(id);
    }
    return ids;
  });
}

/**
 * Starts a command in a process of its own, kills it with SIGKILL at a random moment of what it takes, and says what is wrong
 * then, one line each; none is good.
 */
export async function killedCommand(
  team: Team,
  clone: Clone,
  words: readonly string[],
  share: number,
): Promise<readonly string[]> {
  const cli = startCli(clone.folder, [...words, '--format', 'ndjson']);
  const lines = 1 + Math.floor(share * 2 * RUNS);
  cli.child.stdout!.on('data', () => {
    if (cli.said.out.split('\n').length > lines) cli.child.kill('SIGKILL');
  });
  await cli.ended;
  return [...lookAtShare(team), ...(await lookAtClone(clone))];
}

/** Every object in the share is what its name says; every run there finds its files. */
export function lookAtShare({ share }: Team): readonly string[] {
  const problems: string[] = [];
  for (const path of globSync('objects/*/*', { cwd: share }).map((one) => one.replaceAll('\\', '/'))) {
    const name = path.slice('objects/'.length).replace('/', '');
    if (sha256(join(share, path)) !== name) problems.push(`${path} is not what its name says`);
  }
  for (const path of globSync('runs/*/*', { cwd: share })) {
    const text = readFileSync(join(share, path), 'utf8');
    const { runs = [] } = JSON.parse(text) as { runs?: readonly SharedRun[] };
    for (const { artifacts, tags } of runs)
      for (const { sha256: hash } of artifacts)
        if (
          !tags['modelyard.uses']?.startsWith('data/') &&
          !isCopy(runs, hash) &&
          !existsSync(join(share, 'objects', hash.slice(0, 2), hash.slice(2)))
        )
          problems.push(`${path} names ${hash}, which is not there`);
  }
  return problems;
}

interface SharedRun {
  readonly artifacts: readonly { readonly sha256: string }[];
  readonly tags: Readonly<Record<string, string>>;
}

/** Tables of data steps stay where they are. */
function isCopy(runs: readonly SharedRun[], hash: string): boolean {
  return runs.some(
    ({ tags }) => tags['modelyard.uses']?.startsWith('data/') && tags['modelyard.outputs']?.includes(hash),
  );
}

/** Every object is what its name says, every run that is there is whole. */
export async function lookAtClone(clone: Clone): Promise<readonly string[]> {
  const problems: string[] = [];
  const store = join(clone.folder, '.modelyard');
  if (!existsSync(join(store, 'runs.db'))) return problems;
  const db = new Database(join(store, 'runs.db'));
  if (db.pragma('integrity_check', { simple: true }) !== 'ok') problems.push('the database is not whole');
  db.close();
  await clone.withStores(async ({ runs, objects }) => {
    for await (const { sha256: hash } of objects.list())
      if (sha256(join(store, 'objects', hash.slice(0, 2), hash.slice(2))) !== hash)
        problems.push(`${hash} is not what its name says`);
    for (const run of (await runs.search({ topLevel: true, limit: 1000 })).runs) {
      if (run.status !== 'finished') problems.push(`${run.id} is ${run.status}`);
      if (run.experiment !== 'flight') continue;
      const nested = await runs.children(run.id);
      const points = await Promise.all(nested.map(({ id }) => runs.history(id, 'loss')));
      if (nested.length !== 2 || points.some(({ length }) => length !== 3)) problems.push(`${run.id} is not whole`);
    }
  });
  return problems;
}

function sha256(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
