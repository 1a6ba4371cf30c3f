import Database from 'better-sqlite3';
import { Failure } from '../../failure.ts';

/** What SQLite refused, as a refusal the user can act on; any other error as it is. */
export function storeFailure(error: unknown, file: string): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const code = error.code;
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return busy(file, error);
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return corrupt(file, error.message, error);
  if (code.startsWith('SQLITE_FULL')) return full(file, error);
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_PERM'))
    return notWritable(file, error);
  if (code.startsWith('SQLITE_IOERR')) return ioError(file, error);
  return error;
}

export function corrupt(file: string, detail: string, cause?: unknown): Failure {
  return new Failure('store-corrupt', `${file} is damaged (${detail}).`, {
    next: `Move ${file} away and take it from a backup; without it, a new one is begun. Specs, models and objects are not in it.`,
    place: { file },
    cause,
  });
}

/** @param found the version the file says it is of */
export function newer(file: string, found: number, known: number): Failure {
  return new Failure(
    'store-newer',
    `${file} was written by a newer Modelyard (format ${found}; this one knows up to ${known}).`,
    { next: 'Update Modelyard.', place: { file } },
  );
}

export function foreign(file: string): Failure {
  return new Failure('store-foreign', `${file} is a database of another program.`, {
    next: 'Move it away; Modelyard then begins its own.',
    place: { file },
  });
}

function busy(file: string, cause: unknown): Failure {
  return new Failure('store-busy', `${file} is locked by another process.`, {
    next: 'Wait until that process is done, or end it, and try again.',
    place: { file },
    cause,
  });
}

function full(file: string, cause: unknown): Failure {
  return new Failure('disk-full', `${file} cannot be written: the disk is full.`, {
    next: 'Free some space and try again; what was there is untouched.',
    place: { file },
    cause,
  });
}

function notWritable(file: string, cause: unknown): Failure {
  return new Failure('store-not-writable', `${file} cannot be opened for writing.`, {
    next: 'Give your user write access to the file and its folder, or use a folder that can be written.',
    place: { file },
    cause,
  });
}

function ioError(file: string, cause: Error): Failure {
  return new Failure('disk-error', `${file} cannot be read or written: ${cause.message}.`, {
    next: 'Check the disk and try again.',
    place: { file },
    cause,
  });
}
