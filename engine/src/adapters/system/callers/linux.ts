import { readdirSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';
import { setImmediate as others } from 'node:timers/promises';
import type { CallingProcess, LocalConnection } from '../../../ports/callers.ts';
import { processStart, readProc } from '../processFacts.ts';

/** Connections stand in /proc/net by inode, and the inode among the open files of the process that has it. */
export async function linuxCaller(connection: LocalConnection): Promise<CallingProcess | undefined> {
  const socket = socketOf(connection);
  if (socket === undefined) return undefined;
  for (const pid of newestFirst()) {
    if (holds(pid, socket)) return callingProcess(pid);
    await others();
  }
  return undefined;
}

/** IPv4 and IPv6 loopback as /proc/net writes them, and IPv4 written as IPv6. */
const LOOPBACK = /^(0100007F|0{24}01000000|0000000000000000FFFF00000100007F)$/;

/** What a link to the caller's end among the open files of a process says. */
function socketOf({ caller, own }: LocalConnection): string | undefined {
  for (const table of ['tcp', 'tcp6'])
    for (const line of (readProc(`/proc/net/${table}`) ?? '').split('\n')) {
      const [, local = '', remote = '', , , , , , , inode] = line.trim().split(/\s+/);
      if (isEnd(local, caller) && isEnd(remote, own) && inode !== '0') return `socket:[${inode}]`;
    }
  return undefined;
}

function isEnd(address: string, port: number): boolean {
  const [host = '', hex = ''] = address.split(':');
  return LOOPBACK.test(host) && Number.parseInt(hex, 16) === port;
}

/** Who asks has mostly started a moment ago. */
function newestFirst(): readonly number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).sort((a, b) => b - a);
}

function holds(pid: number, socket: string): boolean {
  if (pid === process.pid) return false;
  try {
    const folder = `/proc/${pid}/fd`;
    return readdirSync(folder).some((name) => linkOf(`${folder}/${name}`) === socket);
  } catch {
    // Another user's, or gone.
    return false;
  }
}

function callingProcess(pid: number): CallingProcess {
  const [folder, file] = [linkOf(`/proc/${pid}/cwd`), linkOf(`/proc/${pid}/exe`)];
  const given = (readProc(`/proc/${pid}/cmdline`) ?? '').replace(/\0$/, '').split('\0');
  const variables = Object.fromEntries(
    (readProc(`/proc/${pid}/environ`) ?? '').split('\0').flatMap((line) => {
      const cut = line.indexOf('=');
      return cut > 0 ? [[line.slice(0, cut), line.slice(cut + 1)]] : [];
    }),
  );
  const program = file === undefined ? undefined : calledBy({ name: given[0] ?? '', file, folder, variables });
  return {
    pid,
    started: processStart(pid) ?? '',
    arguments: given[0] === '' ? [] : given,
    ...(program === undefined ? {} : { program }),
    ...(folder === undefined ? {} : { folder }),
    variables,
  };
}

/** The interpreter of an environment is a link to the system's, and only its own path says which environment it is. */
function calledBy({
  name,
  file,
  folder = '/',
  variables,
}: {
  readonly name: string;
  readonly file: string;
  readonly folder: string | undefined;
  readonly variables: Readonly<Record<string, string>>;
}): string {
  const places = name.includes('/')
    ? [resolve(folder, name)]
    : (variables['PATH'] ?? '').split(delimiter).map((place) => resolve(folder, place, name));
  const first = name === '' ? undefined : places.find((place) => statSync(place, { throwIfNoEntry: false })?.isFile());
  return first !== undefined && realPath(first) === file ? first : file;
}

function realPath(file: string): string | undefined {
  try {
    return realpathSync(file);
  } catch {
    return undefined;
  }
}

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
