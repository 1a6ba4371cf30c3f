import { Failure } from '../../failure.ts';
import type { ArtifactStore, LocalObjects } from '../../ports/artifactStore.ts';
import type { Clock } from '../../ports/environment.ts';
import type { RemoteObjects } from '../../ports/remoteObjects.ts';
import { fetchObject } from '../../tracking/sharing/fetchObject.ts';

export interface PullingOptions {
  readonly objects: LocalObjects;
  readonly clock: Clock;
  /** Undefined where the project has none. */
  remote(): Promise<RemoteObjects | undefined>;
}

/** Milliseconds for which a remote that did not answer is not asked again, so that a page with many objects waits once. */
const REST = 15_000;

/** The objects of this machine, where what is missing or damaged is fetched from the remote when its bytes are asked for. */
export function pullingStore({ objects, clock, remote }: PullingOptions): ArtifactStore {
  const underWay = new Map<string, Promise<void>>();
  let refused: { readonly until: number; readonly failure: Failure } | undefined;

  async function path(sha256: string, what: string): Promise<string> {
    try {
      return await objects.path(sha256, what);
    } catch (error) {
      if (!isFetchable(error, sha256)) throw error;
      const from = await remote();
      if (from === undefined) throw error;
      await fetchOnce(sha256, what, from);
    }
    return objects.path(sha256, what);
  }

  function fetchOnce(sha256: string, what: string, from: RemoteObjects): Promise<void> {
    const known = underWay.get(sha256);
    if (known !== undefined) return known;
    const fetching = fetchNow(sha256, what, from).finally(() => underWay.delete(sha256));
    underWay.set(sha256, fetching);
    return fetching;
  }

  async function fetchNow(sha256: string, what: string, from: RemoteObjects): Promise<void> {
    if (refused !== undefined && clock.now() < refused.until) throw notHere(what, refused.failure);
    try {
      await fetchObject(sha256, what, { remote: from, objects, clock });
      refused = undefined;
    } catch (error) {
      if (!(error instanceof Failure) || !AWAY.has(error.reason)) throw error;
      refused = { until: clock.now() + REST, failure: error };
      throw notHere(what, error);
    }
  }

  return {
    put: (file) => objects.put(file),
    take: (file) => objects.take(file),
    putBytes: (bytes) => objects.putBytes(bytes),
    putStream: (bytes) => objects.putStream(bytes),
    has: (sha256) => objects.has(sha256),
    present: (sha256s) => objects.present(sha256s),
    path,
    async bytes(sha256, what) {
      await path(sha256, what);
      return objects.bytes(sha256, what);
    },
  };
}

const AWAY: ReadonlySet<string> = new Set(['remote-gone', 'remote-slow', 'remote-denied', 'remote-failed']);

function isFetchable(error: unknown, sha256: string): boolean {
  const isLacking =
    error instanceof Failure && (error.reason === 'object-missing' || error.reason === 'object-damaged');
  return isLacking && /^[0-9a-f]{64}$/.test(sha256);
}

function notHere(what: string, failure: Failure): Failure {
  return new Failure(failure.reason, `${what} is not on this machine. ${failure.message}`, {
    ...(failure.next === undefined ? {} : { next: failure.next }),
    cause: failure,
  });
}
