import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { posix } from 'node:path';

/** A process as others can find it again: which machine, which start of it, which one, since when. */
export interface ProcessName {
  readonly host: string;
  readonly boot: string;
  readonly pid: number;
  readonly started: string;
}

/** What this machine knows of processes. */
export interface Processes {
  readonly self: ProcessName;
  /** Undefined for one of another machine. */
  lives(process: ProcessName): boolean | undefined;
}

/** How a project's service is found. It stays when the service has left, so that the next one has the same address. */
export interface ServiceFile {
  readonly url: string;
  readonly port: number;
  readonly token: string;
  /** Who answers there; absent when it has left. */
  readonly process?: ProcessName;
}

/** `.modelyard/service.json`; undefined where there is none that can be read. */
export async function readServiceFile(folder: string): Promise<ServiceFile | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(fileIn(folder), 'utf8'));
    return isServiceFile(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The service that answers for the project now, where one does. */
export async function runningService(folder: string, processes: Processes): Promise<ServiceFile | undefined> {
  const file = await readServiceFile(folder);
  return file?.process !== undefined && processes.lives(file.process) ? file : undefined;
}

/** Whole, and for this user's eyes only: it holds the token. */
export async function writeServiceFile(folder: string, file: ServiceFile): Promise<void> {
  await mkdir(folder, { recursive: true });
  const temporary = posix.join(folder, `.service.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await writeFile(temporary, `${JSON.stringify(file, undefined, 2)}\n`, { mode: 0o600, flag: 'wx' });
    await rename(temporary, fileIn(folder));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

function fileIn(folder: string): string {
  return posix.join(folder, 'service.json');
}

function isServiceFile(value: unknown): value is ServiceFile {
  if (typeof value !== 'object' || value === null) return false;
  const { url, port, token, process } = value as Partial<ServiceFile>;
  const isWhole = typeof url === 'string' && Number.isInteger(port) && typeof token === 'string' && token.length >= 32;
  return isWhole && (process === undefined || isProcessName(process));
}

function isProcessName({ host, boot, pid, started }: Partial<ProcessName>): boolean {
  return [host, boot, started].every((text) => typeof text === 'string') && Number.isInteger(pid);
}
