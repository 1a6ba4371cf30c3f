import { Failure } from '../../../failure.ts';
import type { Stores } from '../../../ports/host.ts';
import type { ModelVersion } from '../../../ports/modelRegistry.ts';
import { objectKey } from '../../../ports/remoteObjects.ts';
import type { Rejudged } from './rejudged.ts';

export interface BytesAtRemote {
  /** Whether the size of the version was seen there: of a folder only its list is looked at. */
  readonly isSizeSeen: boolean;
  readonly problems: Rejudged['problems'];
}

/** Whether a team can have the bytes that an alias is to stand for. Nothing is fetched; without a remote there is nothing to look at. */
export async function bytesAtRemote(
  stores: Pick<Stores, 'remote'>,
  { name, version, sha256, size, folder }: ModelVersion,
  signal: AbortSignal,
): Promise<BytesAtRemote> {
  const found = (code: string, message: string) => ({ isSizeSeen: false, problems: [{ code, message }] });
  try {
    const remote = await stores.remote();
    if (remote === undefined) return { isSizeSeen: false, problems: [] };
    const there = await remote.has(objectKey(folder ?? sha256), signal);
    if (there === undefined)
      return found(
        'bytes-missing',
        `the bytes of ${name}:${version} are not in ${remote.place}: \`modelyard push\` puts them there`,
      );
    if (folder !== undefined) return { isSizeSeen: false, problems: [] };
    if (there.size !== size)
      return found(
        'size-differs',
        `${name}:${version} has ${size} bytes by its file, and ${there.size} in ${remote.place}`,
      );
    return { isSizeSeen: true, problems: [] };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return found(error.reason, error.message);
  }
}
