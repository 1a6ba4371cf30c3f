import { createHash } from 'node:crypto';
import { Failure } from '../../failure.ts';
import type { RemoteObjects } from '../../ports/remoteObjects.ts';
import { type RunBundle, readBundle } from '../../tracking/sharing/runBundle.ts';
import { isTextOf, parseRunKey, type RunKey } from '../../tracking/sharing/runKeys.ts';
import { type RunPatch, readPatch } from '../../tracking/sharing/runPatch.ts';
import { listAll, remoteText } from './sharing.ts';

/** What stands in a remote of one run. */
export interface RemoteRun {
  /** The one whose run ended last. */
  readonly bundle: RunKey | undefined;
  /** Those before it: the run was resumed. */
  readonly former: readonly RunKey[];
  /** By key, in the order of time. */
  readonly patches: readonly RunKey[];
}

export const NOTHING: RemoteRun = { bundle: undefined, former: [], patches: [] };

/** The runs in a remote by the id of the outermost one. */
export async function remoteRuns(remote: RemoteObjects, signal: AbortSignal): Promise<ReadonlyMap<string, RemoteRun>> {
  const listed = await listAll(remote, 'runs/', signal);
  const keys = [...listed.values()].flatMap(({ key, size }) => (size === 0 ? [] : (parseRunKey(key) ?? [])));
  const byRun = Map.groupBy(keys, ({ run }) => run);
  return new Map([...byRun].map(([run, ofRun]) => [run, remoteRun(ofRun)]));
}

function remoteRun(keys: readonly RunKey[]): RemoteRun {
  const inOrder = [...keys].sort((a, b) => (a.key < b.key ? -1 : 1));
  const bundles = inOrder.filter(({ kind }) => kind === 'bundle');
  return {
    bundle: bundles.at(-1),
    former: bundles.slice(0, -1),
    patches: inOrder.filter(({ kind }) => kind === 'patch'),
  };
}

/** @throws Failure `remote-other-bytes`, `remote-bundle`, and what the remote refuses */
export async function fetchBundle(remote: RemoteObjects, key: RunKey, signal: AbortSignal): Promise<FetchedBundle> {
  const text = await verifiedText(remote, key, signal);
  const bundle = readBundle(text, key.key);
  if (bundle.runs[0]?.id !== key.run)
    throw new Failure('remote-bundle', `${key.key} holds another run than its name says.`, {
      next: 'Remove it from the remote; `modelyard push` on the machine that has the run puts it there again.',
    });
  return { ...bundle, bytes: new TextEncoder().encode(text).byteLength };
}

export interface FetchedBundle extends RunBundle {
  readonly bytes: number;
}

/** Those of these keys, by key; what is no patch of ours has no effect. */
export async function fetchPatches(
  remote: RemoteObjects,
  keys: readonly RunKey[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, RunPatch>> {
  const patches = new Map<string, RunPatch>();
  for (const key of keys) {
    const patch = readPatch(await verifiedText(remote, key, signal));
    if (patch !== undefined) patches.set(key.key, patch);
  }
  return patches;
}

async function verifiedText(remote: RemoteObjects, key: RunKey, signal: AbortSignal): Promise<string> {
  const text = await remoteText(remote, key.key, signal);
  if (isTextOf(key, text)) return text;
  const found = createHash('sha256').update(text).digest('hex').slice(0, 12);
  throw new Failure(
    'remote-other-bytes',
    `${remote.place} holds other bytes under ${key.key}: ${found}...; they were not kept.`,
    {
      next: 'Remove it from the remote; `modelyard push` on the machine that has the run puts it there again.',
    },
  );
}
