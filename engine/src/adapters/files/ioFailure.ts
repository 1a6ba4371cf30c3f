import { Failure } from '../../failure.ts';

interface Cause {
  readonly reason: string;
  readonly what: string;
  readonly next: string;
}

const NOT_A_FOLDER: Cause = {
  reason: 'not-a-folder',
  what: 'a part of its path is a file',
  next: 'Check the path; where it is right, move that file away.',
};

const CAUSES: Readonly<Record<string, Cause>> = {
  ENOENT: { reason: 'file-missing', what: 'it is not there', next: 'Check the path.' },
  EACCES: { reason: 'no-permission', what: 'permission denied', next: 'Give your user access to it and try again.' },
  EPERM: {
    reason: 'no-permission',
    what: 'operation not permitted',
    next: 'Give your user access to it and try again.',
  },
  EROFS: { reason: 'read-only', what: 'the file system is read-only', next: 'Use a folder that can be written.' },
  ENOSPC: { reason: 'disk-full', what: 'the disk is full', next: 'Free some space and try again.' },
  EDQUOT: { reason: 'disk-full', what: 'your disk quota is used up', next: 'Free some space and try again.' },
  EFBIG: { reason: 'disk-full', what: 'the file would be larger than allowed here', next: 'Use another file system.' },
  EEXIST: NOT_A_FOLDER,
  EISDIR: { reason: 'is-a-folder', what: 'it is a folder', next: 'Name a file.' },
  ENOTDIR: NOT_A_FOLDER,
  ELOOP: { reason: 'link-loop', what: 'its links go round in a circle', next: 'Mend the link.' },
  ENAMETOOLONG: { reason: 'name-too-long', what: 'its name is too long', next: 'Use a shorter name.' },
  EMFILE: {
    reason: 'too-many-files',
    what: 'too many files are open',
    next: 'Raise the limit (`ulimit -n`) and try again.',
  },
  ENFILE: { reason: 'too-many-files', what: 'too many files are open', next: 'Close other programs and try again.' },
  EBUSY: { reason: 'file-busy', what: 'another program uses it', next: 'Close that program and try again.' },
  ETXTBSY: { reason: 'file-busy', what: 'another program uses it', next: 'Close that program and try again.' },
  EIO: {
    reason: 'disk-error',
    what: 'the disk reports an error',
    next: 'Check the disk; restore the file from a copy.',
  },
};

/**
 * What the system refused, as a refusal the user can act on.
 * @param doing such as `read` or `written`: "cannot be read"
 */
export function ioFailure(error: unknown, path: string, doing: string): unknown {
  const code = errorCode(error);
  if (error instanceof Failure || code === undefined) return error;
  const cause = CAUSES[code] ?? { reason: 'io-error', what: code, next: 'Check the disk and try again.' };
  return new Failure(cause.reason, `${path} cannot be ${doing}: ${cause.what}.`, {
    next: cause.next,
    place: { file: path },
    cause: error,
  });
}

/** The system's code such as `ENOENT`; undefined for every other error. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Whether nothing stands at the path that was asked for. */
export function isMissing(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}
