import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { localFiles } from '../../engine/src/adapters/files/localFiles.ts';
import { openObjectStore } from '../../engine/src/adapters/files/objectStore.ts';
import { VersionRecords } from '../../engine/src/data/versions/versionRecord.ts';

export interface KillReport {
  readonly kills: number;
  /** Versions that had been said to be kept. */
  readonly acknowledged: number;
  /** What is wrong, one line each; none is good. */
  readonly problems: readonly string[];
}

/**
 * Starts a process that keeps versions of a dataset again and again, and kills each with SIGKILL at a random moment after it has said
 * some lines.
 */
export async function killKeepers(folder: string, kills: number): Promise<KillReport> {
  const acknowledged = new Set<string>();
  const problems: string[] = [];
  for (let killed = 0; killed < kills && problems.length === 0; killed++) {
    for (const version of await keepUntilKilled(folder, 1 + (killed % 6))) acknowledged.add(version);
    problems.push(...(await look(folder, acknowledged)));
  }
  return { kills, acknowledged: acknowledged.size, problems };
}

function keepUntilKilled(folder: string, lines: number): Promise<readonly string[]> {
  const keeper = fileURLToPath(new URL('./versionKeeper.ts', import.meta.url));
  const child = spawn(process.execPath, [keeper, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const delay = Math.random() * 40;
  let text = '';
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (data) => {
      text += data;
      if (text.split('\n').length > lines) setTimeout(() => child.kill('SIGKILL'), delay);
    });
    child.on('error', reject);
    // What follows the last line break was not said whole.
    child.on('close', () => {
      const said = text.split('\n').slice(0, -1);
      resolve(said.flatMap((line) => /^kept (\w+)$/.exec(line)?.[1] ?? []));
    });
  });
}

/** Every record is whole and so is every byte it names; what was acknowledged is there. */
async function look(folder: string, acknowledged: ReadonlySet<string>): Promise<readonly string[]> {
  const problems: string[] = [];
  const store = join(folder, '.modelyard');
  const records = new VersionRecords(localFiles(), store);
  const artifacts = openObjectStore(join(store, 'objects'));
  const versions = await records.versions('rows');
  for (const version of versions) {
    const record = await records.find('rows', version);
    if (!record)
      problems.push(`${version}: half a record: ${readFileSync(join(store, 'datasets/rows', `${version}.json`))}`);
    for (const { path, sha256 } of record?.files ?? [])
      await artifacts.path(sha256, path).catch((error: Error) => problems.push(`${version}: ${error.message}`));
  }
  for (const version of acknowledged)
    if (!versions.includes(version)) problems.push(`${version}: acknowledged, and lost`);
  const place = join(store, 'datasets/rows');
  const names = existsSync(place) ? readdirSync(place).filter((name) => !name.startsWith('.')) : [];
  if (names.length !== versions.length) problems.push(`other files among the records: ${names}`);
  return problems;
}
