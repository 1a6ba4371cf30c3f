import { Cancelled, Failure } from '../../failure.ts';
import type { LocalObjects } from '../../ports/artifactStore.ts';
import type { Clock } from '../../ports/environment.ts';
import type { FileHash } from '../../ports/files.ts';
import { objectKey, type RemoteObjects } from '../../ports/remoteObjects.ts';

export interface Fetching {
  readonly remote: RemoteObjects;
  readonly objects: Pick<LocalObjects, 'receive'>;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  /** Bytes of a chunk that has come. */
  came?(bytes: number): void;
}

/** How often a transfer that broke off goes on, and the first pause in milliseconds; each is twice as long. */
const TRIES = 4;
const PAUSE = 500;
const PASSING: ReadonlySet<string> = new Set(['remote-gone', 'remote-slow', 'remote-failed']);

/**
 * Brings an object from the remote into the store of this machine; what came before goes on where it stopped.
 * @param what what the bytes are, for messages
 * @throws Failure `object-missing` where the remote has it neither, `remote-other-bytes`, and what the remote refuses
 */
export async function fetchObject(sha256: string, what: string, fetching: Fetching): Promise<FileHash> {
  const { remote, objects } = fetching;
  const key = objectKey(sha256);
  try {
    return await objects.receive(sha256, what, (from) => steadyBytes(key, from, fetching));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.reason === 'remote-object-missing') throw nowhere(sha256, what, remote.place);
    if (error.reason === 'other-bytes') throw otherBytes(sha256, what, { place: remote.place, cause: error });
    throw error;
  }
}

/** Goes on after an error that passes, from the byte that is due. */
async function* steadyBytes(key: string, from: number, { remote, clock, signal, came }: Fetching) {
  let at = from;
  for (let left = TRIES; ; left--) {
    try {
      for await (const chunk of remote.get(key, { from: at, ...(signal ? { signal } : {}) })) {
        if (signal?.aborted) throw new Cancelled();
        at += chunk.byteLength;
        came?.(chunk.byteLength);
        yield chunk;
      }
      return;
    } catch (error) {
      // Where nothing has come yet the remote has tried enough itself.
      if (!(error instanceof Failure) || !PASSING.has(error.reason) || left === 0 || at === from) throw error;
      await clock.sleep(PAUSE * 2 ** (TRIES - left), signal);
    }
  }
}

function nowhere(sha256: string, what: string, place: string): Failure {
  return new Failure('object-missing', `${what} is neither here nor in ${place}: there is no object ${sha256}.`, {
    next: 'Run `modelyard push` on the machine that made it, or run the pipeline that made it again.',
  });
}

function otherBytes(
  sha256: string,
  what: string,
  { place, cause }: { readonly place: string; readonly cause: Failure },
): Failure {
  return new Failure(
    'remote-other-bytes',
    `${place} holds other bytes than asked for ${what}, object ${sha256}; they were not kept.`,
    {
      next: 'Run `modelyard push --verify` on a machine that has it: it reads what lies there and puts the right bytes in its place.',
      cause,
    },
  );
}
