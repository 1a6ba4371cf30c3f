import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import type { CompletedPart, S3Client } from '@aws-sdk/client-s3';
import type { RemoteContent } from '../../ports/remoteObjects.ts';
import { sentDamaged } from './remoteFailures.ts';

/** Bytes of a part; S3 takes 10,000 parts of at least 5 MiB. */
const PART = 16 << 20;
const MOST_PARTS = 9_000;

export interface Part {
  readonly from: number;
  readonly size: number;
}

/** A file cut into equal parts but the last; one part where it is small. */
export function partsOf(size: number, partSize: number = PART): readonly Part[] {
  const each = Math.max(partSize, Math.ceil(size / MOST_PARTS));
  const parts = Array.from({ length: Math.ceil(size / each) }, (_, index) => ({
    from: index * each,
    size: Math.min(each, size - index * each),
  }));
  return parts.length === 0 ? [{ from: 0, size: 0 }] : parts;
}

export interface Upload {
  readonly sdk: typeof import('@aws-sdk/client-s3');
  readonly client: S3Client;
  readonly of: { readonly Bucket: string; readonly Key: string };
  readonly content: RemoteContent;
  readonly parts: readonly Part[];
  readonly condition: { readonly IfNoneMatch?: string };
  readonly options: { readonly abortSignal?: AbortSignal };
}

/**
 * Sends a large file in parts, one after the other; S3 shows it when all have come, and not before. What was begun and does not end
 * is taken back.
 * @throws Failure `object-damaged` where the file's bytes are not those of its hash
 */
export async function uploadParts({ sdk, client, of, content, parts, condition, options }: Upload): Promise<void> {
  const { UploadId } = await client.send(new sdk.CreateMultipartUploadCommand(of), options);
  try {
    const sent: CompletedPart[] = [];
    for await (const [index, Body] of hashed(content, parts)) {
      const PartNumber = index + 1;
      const part = new sdk.UploadPartCommand({ ...of, UploadId, PartNumber, Body });
      const { ETag } = await client.send(part, options);
      sent.push({ PartNumber, ETag });
    }
    const MultipartUpload = { Parts: sent };
    await client.send(
      new sdk.CompleteMultipartUploadCommand({ ...of, ...condition, UploadId, MultipartUpload }),
      options,
    );
  } catch (error) {
    await client.send(new sdk.AbortMultipartUploadCommand({ ...of, UploadId })).catch(() => undefined);
    throw error;
  }
}

/** The parts in their order; ends with a refusal, before the upload is complete, where together they are other bytes. */
async function* hashed(content: RemoteContent, parts: readonly Part[]): AsyncIterable<[number, Uint8Array]> {
  const hash = createHash('sha256');
  const file = typeof content.from === 'string' ? await open(content.from, 'r') : undefined;
  try {
    for (const [index, part] of parts.entries()) {
      const { from, size } = part;
      const bytes = file ? await readPart(file, part) : (content.from as Uint8Array).subarray(from, from + size);
      hash.update(bytes);
      yield [index, bytes];
    }
  } finally {
    await file?.close();
  }
  if (hash.digest('hex') === content.sha256) return;
  throw sentDamaged(typeof content.from === 'string' ? content.from : `object ${content.sha256}`);
}

/** Shorter where the file ends before. */
export async function readPart(file: FileHandle, { from, size }: Part): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafe(size);
  let filled = 0;
  while (filled < size) {
    const { bytesRead } = await file.read(bytes, filled, size - filled, from + filled);
    if (bytesRead === 0) return bytes.subarray(0, filled);
    filled += bytesRead;
  }
  return bytes;
}
