import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { chmod, mkdir, rename, rm } from 'node:fs/promises';
import { posix } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Failure } from '../../../../engine/src/failure.ts';
import { artifactOwner } from '../../../../engine/src/operations/runs/sourceArtifacts.ts';
import { storeFolder } from '../../../../engine/src/operations/storeFolder.ts';
import type { ArtifactPreview } from '../../views/runPage.ts';
import type { ViewQuestions } from '../../views/viewQuestions.ts';
import { fileName } from '../answers/artifact.ts';
import { previewOf } from '../answers/artifactPreview.ts';
import type { Viewed } from '../protocol.ts';
import type { OpenSource } from './openSources.ts';

type OfArtifact = ViewQuestions['artifact']['params'];

/** More is not copied to be looked at. */
const MOST = 2 ** 31;

/** Makes the bytes of an artifact of a source's run a read-only file under its own name, which is told. Bytes are all they are: nothing is loaded. */
export async function sourceArtifact(
  asked: Viewed,
  at: OpenSource,
  params: OfArtifact,
  signal: AbortSignal,
): Promise<ViewQuestions['artifact']['answer']> {
  const file = await copied(asked, at, { ...params, most: MOST, signal });
  if (file !== undefined) return { file };
  throw new Failure('artifact-large', `\`${params.path}\` is larger than 2 GB`, {
    next: `Open it where it is kept: ${at.row.place}.`,
  });
}

/** The first part of an artifact of a source's run. */
export async function sourceArtifactPreview(
  asked: Viewed,
  at: OpenSource,
  { run, path }: OfArtifact,
  signal: AbortSignal,
): Promise<ArtifactPreview> {
  const { datasets } = await at.source.run(run);
  return previewOf(asked, {
    path,
    datasets,
    signal,
    bytes: (most) => firstBytes(bytesOf(at, { run, path }), most),
    file: (most) => copied(asked, at, { run, path, most, signal }),
  });
}

function bytesOf({ source }: OpenSource, { run, path }: OfArtifact): AsyncIterable<Uint8Array> {
  const { of, path: inner } = artifactOwner(run, path);
  return source.artifact(of, inner);
}

interface Copying extends OfArtifact {
  readonly most: number;
  readonly signal: AbortSignal;
}

/** A copy beside others that were opened; undefined where it would be larger. */
async function copied(
  asked: Viewed,
  at: OpenSource,
  { run, path, most, signal }: Copying,
): Promise<string | undefined> {
  const key = createHash('sha256')
    .update(JSON.stringify([at.source.origin.place, run, path]))
    .digest('hex');
  const folder = posix.join(await openFolder(asked), key.slice(0, 12));
  const file = posix.join(folder, fileName(path));
  const part = `${file}.${process.pid}.part`;
  await mkdir(folder, { recursive: true });
  let size = 0;
  async function* limited(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    for await (const chunk of chunks) {
      size += chunk.length;
      if (size > most) return;
      yield chunk;
    }
  }
  try {
    await pipeline(bytesOf(at, { run, path }), limited, createWriteStream(part), { signal });
    if (size > most) return undefined;
    await chmod(part, 0o444);
    await rename(part, file);
    return file;
  } finally {
    await rm(part, { force: true });
  }
}

/** In the store where there is one, for looking makes none. Else in a folder that no other user can have made. */
async function openFolder({ host, root, sources }: Viewed): Promise<string> {
  const store = await storeFolder(host.files, root);
  const isThere = (await host.files.stat(store))?.kind === 'folder';
  return isThere ? posix.join(store, 'tmp', 'open') : sources.temporaryFolder(host.tmpFolder);
}

async function firstBytes(
  chunks: AsyncIterable<Uint8Array>,
  most: number,
): Promise<{ readonly bytes: Uint8Array; readonly isWhole: boolean }> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    size += chunk.length;
    if (size > most) return { bytes: Buffer.concat(parts).subarray(0, most), isWhole: false };
  }
  return { bytes: Buffer.concat(parts), isWhole: true };
}
