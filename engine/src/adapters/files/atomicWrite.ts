import { constants } from 'node:fs';
import { access, chmod, copyFile, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { CopyOptions } from '../../ports/files.ts';
import { errorCode } from './ioFailure.ts';
import { makeFolders } from './makeFolders.ts';
import { sweepNowAndThen, temporaryBeside } from './temporaryFiles.ts';

/**
 * Lets `fill` make a file beside `path`, flushes it and gives it the name, so that the name always holds a whole file.
 * Links are written through, the permissions of a file that was there stay; one that may not be written is refused.
 * What killed processes have left in the folder goes.
 */
export async function atomicWrite(path: string, fill: (temporary: string) => Promise<void>): Promise<void> {
  makeFolders(dirname(path));
  const target = await resolved(path);
  const mode = await modeOf(target);
  await sweepNowAndThen(dirname(target));
  const temporary = temporaryBeside(target);
  try {
    await fill(temporary);
    await flush(temporary, mode);
    await renameOver(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await flushFolder(dirname(target));
}

/** Makes the bytes survive a power loss. */
export async function flush(path: string, mode?: number): Promise<void> {
  const file = await openToFlush(path);
  try {
    if (mode !== undefined) await file.chmod(mode);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Windows flushes only what is open for writing, others also a read-only file. */
async function openToFlush(path: string) {
  try {
    return await open(path, 'r+');
  } catch (error) {
    if (errorCode(error) !== 'EACCES') throw error;
    return await open(path, 'r');
  }
}

/** Makes a new name in the folder survive a power loss; systems that cannot open folders do it themselves. */
export async function flushFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, constants.O_RDONLY);
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
  }
}

export async function copyWhole(from: string, to: string, { writable }: CopyOptions = {}): Promise<void> {
  await atomicWrite(to, async (temporary) => {
    await copyFile(from, temporary, constants.COPYFILE_FICLONE);
    if (writable) await chmod(temporary, ((await stat(temporary)).mode | 0o200) & 0o777);
  });
}

async function resolved(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return path;
    throw error;
  }
}

async function modeOf(target: string): Promise<number | undefined> {
  let found: Awaited<ReturnType<typeof stat>>;
  try {
    found = await stat(target);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  await access(target, constants.W_OK);
  return found.mode & 0o777;
}

/** Windows refuses to rename over a file that somebody reads this very moment. */
async function renameOver(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await rename(from, to);
    } catch (error) {
      const code = errorCode(error);
      const passing = process.platform === 'win32' && (code === 'EPERM' || code === 'EACCES' || code === 'EBUSY');
      if (!passing || attempt === 10) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20 * attempt));
    }
  }
}
