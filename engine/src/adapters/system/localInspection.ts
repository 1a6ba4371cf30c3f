import { execFile } from 'node:child_process';
import { statfsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../../failure.ts';
import type { Found, Inspection, NativeLibrary } from '../../ports/inspection.ts';
import { ioFailure } from '../files/ioFailure.ts';
import type { LocalMachine } from './localMachine.ts';

/** This machine, looked at. */
export function localInspection(machine: LocalMachine): Inspection {
  return {
    library: (name) => attempt(LIBRARIES[name]),
    program: (name, args) => firstLine(name, args),
    storeFormat: (file) => attempt(() => storeFormat(file)),
    writable: (folder) =>
      attempt(async () => {
        await makeAndRemove(folder);
        return folder;
      }),
    freeBytes: (folder) => freeBytes(folder),
    isNetworkFolder: (folder) => machine.isNetworkFolder(folder),
  };
}

const LIBRARIES: Readonly<Record<NativeLibrary, () => Promise<string>>> = {
  async duckdb() {
    const { openDuckDb } = await import('../duckdb/duckDb.ts');
    const tmpFolder = await mkdtemp(join(tmpdir(), 'modelyard-doctor-'));
    try {
      const data = await openDuckDb({ tmpFolder, readable: [] });
      await data.close();
    } finally {
      await rm(tmpFolder, { recursive: true, force: true });
    }
    const { version } = await import('@duckdb/node-api');
    return version().replace(/^v/, '');
  },
  async sqlite() {
    const { default: Database } = await import('better-sqlite3');
    const database = new Database(':memory:');
    try {
      return String(database.prepare('select sqlite_version()').pluck().get());
    } finally {
      database.close();
    }
  },
  async onnx() {
    process.env['ORT_DISABLE_TELEMETRY'] = '1';
    const { loadRuntime } = await import('../onnx/loadRuntime.ts');
    const { env } = await loadRuntime();
    return env.versions.node ?? env.versions.common;
  },
};

async function makeAndRemove(folder: string): Promise<void> {
  try {
    await rm(await mkdtemp(join(folder, '.modelyard-doctor-')), { recursive: true });
  } catch (error) {
    throw ioFailure(error, folder, 'written');
  }
}

async function storeFormat(file: string): Promise<string> {
  const { default: Database } = await import('better-sqlite3');
  const database = new Database(file, { readonly: true, fileMustExist: true });
  try {
    return String(database.pragma('user_version', { simple: true }));
  } finally {
    database.close();
  }
}

async function attempt(work: () => Promise<string>): Promise<Found> {
  try {
    return { kind: 'found', detail: await work() };
  } catch (error) {
    const [why = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    const next = error instanceof Failure ? error.next : undefined;
    return { kind: 'missing', why, ...(next === undefined ? {} : { next }) };
  }
}

const ANSWERS_WITHIN = 10_000;

/** A stand-in of the Windows store for `python` prints nothing and ends with an error. */
function firstLine(name: string, args: readonly string[]): Promise<Found> {
  return new Promise((resolve) => {
    execFile(name, args, { timeout: ANSWERS_WITHIN, windowsHide: true }, (error, out, err) => {
      const [line = ''] = `${out}\n${err}`.trim().split(/\r?\n/);
      if (error === null && line !== '') resolve({ kind: 'found', detail: line });
      else resolve({ kind: 'missing', why: error?.code === 'ENOENT' ? 'not found' : line || String(error?.message) });
    });
  });
}

function freeBytes(folder: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}
