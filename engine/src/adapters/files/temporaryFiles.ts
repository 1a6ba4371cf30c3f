import { createHash, randomBytes } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { localMachine } from '../system/localMachine.ts';
import { isAlive } from '../system/processFacts.ts';

/** What was left behind is swept after a day where nobody can tell whether its writer lives. */
export const LEFT_BEHIND = 24 * 3600 * 1000;

/** `.NAME.MACHINE-PROCESS-RANDOM.tmp` */
const OURS = /^\..+\.([0-9a-f]{8})-(\d+)-[0-9a-f]{8}\.tmp$/;

/** Between two sweeps of a folder by one process, so that many writes there read it once. */
const BETWEEN_SWEEPS = 60_000;

/** When this process has swept a folder. */
const swept = new Map<string, number>();
let known: string | undefined;

/** A name in the same folder that nobody else uses and that says who writes; starts with a dot, so that patterns do not see it. */
export function temporaryBeside(path: string): string {
  const writer = `${machine()}-${process.pid}-${randomBytes(4).toString('hex')}`;
  return join(dirname(path), `.${basename(path).slice(0, 100)}.${writer}.tmp`);
}

/** Takes away what killed processes have left in a folder. What cannot be taken away stays. */
export async function sweepNowAndThen(folder: string): Promise<void> {
  const now = performance.now();
  if (now - (swept.get(folder) ?? Number.NEGATIVE_INFINITY) < BETWEEN_SWEEPS) return;
  swept.set(folder, now);
  for (const name of await readdir(folder).catch(() => []))
    if (await isLeft(folder, name)) await rm(join(folder, name), { force: true }).catch(() => undefined);
}

/** Never what a living process or another user may still write. */
async function isLeft(folder: string, name: string): Promise<boolean> {
  const [, writtenOn, writer] = OURS.exec(name) ?? [];
  if (writtenOn === undefined) return false;
  const found = await stat(join(folder, name)).catch(() => undefined);
  if (found === undefined || (process.getuid !== undefined && found.uid !== process.getuid())) return false;
  if (writtenOn === machine() && isAlive(process.pid, undefined)) return !isAlive(Number(writer), undefined);
  return Date.now() - found.mtimeMs > LEFT_BEHIND;
}

/** Stands for this machine since it was started: where else the number of a process says nothing. */
function machine(): string {
  if (known === undefined) {
    const { host, boot } = localMachine().self;
    known = createHash('sha256').update(`${host} ${boot}`).digest('hex').slice(0, 8);
  }
  return known;
}
