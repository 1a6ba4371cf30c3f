import { posix as path } from 'node:path';
import { Failure } from '../../failure.ts';
import { bytes, count } from '../../language/figures.ts';
import { PROJECT_FILE } from '../../language/kinds.ts';
import type { Host } from '../../ports/host.ts';
import { findProjectRoot } from '../../project/discover.ts';
import { loadProject } from '../../project/load.ts';
import { remoteOfSettings } from '../../project/remote.ts';
import { bad, type Check, good } from './check.ts';
import { python } from './pythonCheck.ts';

const LITTLE = 1e9;
const DAY = 24 * 3_600_000;

/** What depends on where the user stands: the project, its store, the disk. */
export async function placeChecks(host: Host): Promise<readonly Check[]> {
  const start = host.projectFolder ?? host.folder;
  const root = await findProjectRoot(host.files, start);
  const place = root ?? start;
  const folder = path.join(place, '.modelyard');
  const kept = (await host.files.stat(folder))?.kind === 'folder';
  return [
    await python(host, place),
    root === undefined ? noProject(start) : await project(host, root),
    ...(kept && root !== undefined ? [await store(host, root, folder)] : []),
    await writable(host, kept ? folder : place),
    ...space(host, place),
    network(host, place),
    ...(root === undefined ? [] : await remote(host, root)),
    ...(kept ? [await leftovers(host, folder)] : []),
  ];
}

function noProject(start: string): Check {
  const fix = 'Go to a project, name one with `--project DIR`, or make one with `modelyard init`.';
  return bad('project', `There is no ${PROJECT_FILE} in ${start} or above it`, fix);
}

async function project(host: Host, root: string): Promise<Check> {
  try {
    const { files } = await loadProject(host.files, root);
    return good('project', `${root}: ${count(files.size)} ${files.size === 1 ? 'spec' : 'specs'}`);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return bad('project', error.message, error.next);
  }
}

async function store(host: Host, root: string, folder: string): Promise<Check> {
  const file = path.join(folder, 'runs.db');
  if ((await host.files.stat(file)) === undefined) return good('store', `No runs yet: ${folder}`);
  const format = await host.inspection.storeFormat(file);
  try {
    const { runs } = await host.stores(root);
    await runs.revision();
  } catch (error) {
    // Where SQLite does not load the error is Node's.
    const [why = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    return bad('store', why, error instanceof Failure ? error.next : undefined);
  }
  return good('store', `${file}${format.kind === 'found' ? `, format ${format.detail}` : ''}`);
}

async function writable(host: Host, folder: string): Promise<Check> {
  const found = await host.inspection.writable(folder);
  if (found.kind === 'found') return good('writable', `Files can be made in ${folder}`);
  return bad(
    'writable',
    `Nothing can be run here: ${found.why}`,
    'Give your user write access to the folder, or copy the project to one that has it.',
  );
}

function space({ inspection }: Host, folder: string): readonly Check[] {
  const free = inspection.freeBytes(folder);
  if (free === undefined) return [];
  if (free >= LITTLE) return [good('space', `${bytes(free)} free`)];
  return [bad('space', `${bytes(free)} free: a run may find the disk full`, 'Free some space on this disk.')];
}

function network({ inspection }: Host, folder: string): Check {
  if (!inspection.isNetworkFolder(folder)) return good('network', 'A disk of this machine');
  return bad(
    'network',
    `${folder} lies on a network file system: the store locks whole files there, which is slower`,
    'Work in a clone on a disk of this machine; what is to be shared goes through git.',
  );
}

/** Says nothing where the project has none. A store is opened for it only then. */
async function remote(host: Host, root: string): Promise<readonly Check[]> {
  try {
    if (remoteOfSettings((await host.files.read(path.join(root, PROJECT_FILE))) ?? '') === undefined) return [];
    const found = await (await host.stores(root)).remote();
    await found?.check();
    return [good('remote', `${found?.place} can be read and written`)];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return [bad('remote', error.message.replace(/\.$/, ''), error.next)];
  }
}

/** A run that starts removes what killed processes left behind. */
async function leftovers({ files, clock }: Host, folder: string): Promise<Check> {
  const tmp = path.join(folder, 'tmp');
  const names = await files.list(tmp);
  const stats = await files.stats(names.map((name) => path.join(tmp, name)));
  const old = stats.filter((stat) => stat !== undefined && clock.now() - stat.modified > DAY).length;
  if (old === 0) return good('leftovers', 'None');
  const what = `${count(old)} ${old === 1 ? 'folder' : 'folders'} older than a day in ${tmp}`;
  return bad('leftovers', `${what}, left by processes that were killed`, 'The next run removes them.');
}
