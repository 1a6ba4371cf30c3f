import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { cannotWrite, diskFull } from '../../failure.ts';

/** Gives a whole file its name; where the folders lie on two file systems it is copied beside the name first. */
export async function moveIntoPlace(partial: string, file: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await flush(partial);
    await rename(partial, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EXDEV') throw error;
      return copyBeside(partial, file);
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw code === 'ENOSPC' ? diskFull(file, 'no space left on the disk') : cannotWrite(file, message);
  }
}

async function copyBeside(partial: string, file: string): Promise<void> {
  const beside = `${file}.${randomUUID()}.partial`;
  try {
    await copyFile(partial, beside);
    await flush(beside);
    await rename(beside, file);
  } finally {
    await rm(beside, { force: true });
  }
}

async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
