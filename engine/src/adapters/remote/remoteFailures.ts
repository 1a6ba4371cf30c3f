import { Failure } from '../../failure.ts';

/** What a remote refuses, one function per message. `place` is the remote as the project names it. */
export function remoteGone(place: string, why: string, cause?: unknown): Failure {
  return new Failure('remote-gone', `The remote ${place} cannot be reached: ${why}.`, {
    next: 'Check the address in modelyard.yaml, the network and, of a shared folder, that it is mounted; nothing is lost here, and the same command goes on where it stopped.',
    cause,
  });
}

export function remoteDenied(place: string, why: string, next: string, cause?: unknown): Failure {
  return new Failure('remote-denied', `The remote ${place} refuses access: ${why}.`, { next, cause });
}

export function remoteFull(place: string, why: string, cause?: unknown): Failure {
  return new Failure('remote-full', `The remote ${place} is full: ${why}.`, {
    next: 'Free some space there: `modelyard gc --remote --dry-run` says what nobody needs. Then push again; what has arrived stays.',
    cause,
  });
}

export function remoteSlow(place: string, seconds: number, cause?: unknown): Failure {
  return new Failure('remote-slow', `The remote ${place} has not answered for ${seconds} s.`, {
    next: 'Try again when the network is well; what has arrived stays.',
    cause,
  });
}

export function remoteFailed(place: string, why: string, cause?: unknown): Failure {
  return new Failure('remote-failed', `The remote ${place} answered with an error: ${why}.`, {
    next: 'Try again; where it stays, ask who keeps the remote.',
    cause,
  });
}

export function remoteObjectMissing(place: string, key: string, cause?: unknown): Failure {
  return new Failure('remote-object-missing', `The remote ${place} has no ${key}.`, {
    next: 'Run `modelyard push` on the machine that has it.',
    cause,
  });
}

/** The bytes that were to be sent are not those of their name. */
export function sentDamaged(what: string): Failure {
  return new Failure(
    'object-damaged',
    `${what} is damaged: its bytes are not the ones that were kept, so it was not pushed.`,
    {
      next: 'Run `modelyard pull` where the remote has it, or run the pipeline that made it again; both mend it.',
    },
  );
}

/** @throws Error for what is no key of ours */
export function checkKey(key: string): void {
  if (/^(?:objects|runs|datasets)(?:\/[A-Za-z0-9_-][\w.-]*)+$/.test(key)) return;
  throw new Error(`${key} is no key of a remote`);
}
