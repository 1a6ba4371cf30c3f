import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import { Cancelled, type Failure } from '../../failure.ts';
import type { Page } from '../../ports/page.ts';
import type {
  GetOptions,
  ListOptions,
  PutOptions,
  RemoteContent,
  RemoteObject,
  RemoteObjects,
} from '../../ports/remoteObjects.ts';
import { checkKey, remoteObjectMissing, remoteSlow, sentDamaged } from './remoteFailures.ts';
import { s3Credentials } from './s3Credentials.ts';
import { s3Failure, statusOf } from './s3Failures.ts';
import { partsOf, readPart, uploadParts } from './s3Parts.ts';
import { steadily } from './within.ts';

export interface S3Place {
  /** As the project names it. */
  readonly url: string;
  readonly bucket: string;
  /** Without slashes at its ends. */
  readonly prefix: string;
  /** Of a server that speaks S3; AWS where there is none. */
  readonly endpoint: string | undefined;
  readonly region: string | undefined;
  readonly profile: string | undefined;
  readonly instanceCredentials: boolean;
}

export interface S3Options {
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Milliseconds without an answer. */
  readonly patience?: number;
  /** How often a call is made in all, with a pause that grows. */
  readonly attempts?: number;
  /** Bytes from which on a file goes in parts. */
  readonly partSize?: number;
}

type Sdk = typeof import('@aws-sdk/client-s3');

const PATIENCE = 30_000;
const ATTEMPTS = 5;
/** Above this it is asked first whether the object is there. */
const SMALL = 1 << 20;

/** A place in S3. The client is loaded with the first call. */
export function s3Remote(place: S3Place, options: S3Options): RemoteObjects {
  return new S3Remote(place, options);
}

class S3Remote implements RemoteObjects {
  readonly place: string;
  readonly #at: S3Place;
  readonly #options: S3Options;
  readonly #patience: number;
  #opened: Promise<{ readonly sdk: Sdk; readonly client: S3Client }> | undefined;

  constructor(place: S3Place, options: S3Options) {
    this.place = place.url;
    this.#at = place;
    this.#options = options;
    this.#patience = options.patience ?? PATIENCE;
  }

  async has(key: string, signal?: AbortSignal): Promise<RemoteObject | undefined> {
    const { sdk, client } = await this.#open();
    return this.#guarded(async () => {
      try {
        const found = await client.send(new sdk.HeadObjectCommand(this.#of(key)), how(signal));
        return { key, size: found.ContentLength ?? 0, modified: found.LastModified?.getTime() ?? 0 };
      } catch (error) {
        if (statusOf(error) === 404 && (error as Error).name !== 'NoSuchBucket') return undefined;
        throw error;
      }
    }, signal);
  }

  async list(folder: string, { pageToken, signal }: ListOptions = {}): Promise<Page<RemoteObject>> {
    const { sdk, client } = await this.#open();
    const Prefix = this.#key(folder);
    return this.#guarded(async () => {
      const page = await client.send(
        new sdk.ListObjectsV2Command({
          Bucket: this.#at.bucket,
          Prefix,
          ...(pageToken === undefined ? {} : { ContinuationToken: pageToken }),
        }),
        how(signal),
      );
      const strip = Prefix.length - folder.length;
      const items = (page.Contents ?? []).map(({ Key = '', Size = 0, LastModified }) => ({
        key: Key.slice(strip),
        size: Size,
        modified: LastModified?.getTime() ?? 0,
      }));
      return page.NextContinuationToken === undefined
        ? { items }
        : { items, nextPageToken: page.NextContinuationToken };
    }, signal);
  }

  async *get(key: string, { from = 0, signal }: GetOptions = {}): AsyncIterable<Uint8Array> {
    const { sdk, client } = await this.#open();
    const range = from > 0 ? { Range: `bytes=${from}-` } : {};
    const body = await this.#guarded(async () => {
      try {
        const found = await client.send(new sdk.GetObjectCommand({ ...this.#of(key), ...range }), how(signal));
        return found.Body as unknown as AsyncIterable<Uint8Array>;
      } catch (error) {
        if ((error as Error).name === 'NoSuchBucket') throw error;
        if (statusOf(error) === 404) throw remoteObjectMissing(this.place, key, error);
        if (statusOf(error) === 416) return undefined;
        throw error;
      }
    }, signal);
    if (body === undefined) return;
    try {
      yield* steadily(this.#patience, body, () => this.#slow());
    } catch (error) {
      throw this.#refusal(error, signal);
    }
  }

  async putIfAbsent(key: string, content: RemoteContent, options: PutOptions = {}): Promise<'put' | 'there'> {
    const { signal, replace = false } = options;
    if (!replace && content.size > SMALL && (await this.has(key, signal))?.size === content.size) return 'there';
    if ((await this.#put(key, content, { isNew: !replace, signal })) === 'put') return 'put';
    const there = await this.has(key, signal);
    if (there?.size === content.size) return 'there';
    await this.#put(key, content, { isNew: false, signal });
    return 'put';
  }

  async remove(key: string): Promise<void> {
    const { sdk, client } = await this.#open();
    await this.#guarded(() => client.send(new sdk.DeleteObjectCommand(this.#of(key))));
  }

  /** Parts of uploads that broke off; nothing else is ever half there. */
  async sweep(before: number): Promise<number> {
    const { sdk, client } = await this.#open();
    const { bucket: Bucket } = this.#at;
    return this.#guarded(async () => {
      const { Uploads = [] } = await client.send(
        new sdk.ListMultipartUploadsCommand({ Bucket, Prefix: this.#key('objects/') }),
      );
      const old = Uploads.filter(({ Initiated }) => Initiated !== undefined && Initiated.getTime() < before);
      for (const { Key, UploadId } of old)
        await client.send(new sdk.AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
      return old.length;
    });
  }

  async check(): Promise<void> {
    await this.list('objects/');
    const { sdk, client } = await this.#open();
    const Key = this.#key('tmp/check');
    await this.#guarded(() =>
      client.send(new sdk.PutObjectCommand({ Bucket: this.#at.bucket, Key, Body: Buffer.from('') })),
    );
  }

  async close(): Promise<void> {
    (await this.#opened?.catch(() => undefined))?.client.destroy();
  }

  /** @returns `there` where something stands under the key and is not to be replaced */
  async #put(
    key: string,
    content: RemoteContent,
    { isNew, signal }: { readonly isNew: boolean; readonly signal: AbortSignal | undefined },
  ): Promise<'put' | 'there'> {
    const { sdk, client } = await this.#open();
    const condition = isNew ? { IfNoneMatch: '*' } : {};
    const send = async (given: typeof condition): Promise<void> => {
      const parts = partsOf(content.size, this.#options.partSize);
      if (parts.length > 1)
        return uploadParts({ sdk, client, of: this.#of(key), content, parts, condition: given, options: how(signal) });
      const Body = await wholeBytes(content);
      const ChecksumSHA256 = Buffer.from(content.sha256, 'hex').toString('base64');
      await client.send(new sdk.PutObjectCommand({ ...this.#of(key), ...given, Body, ChecksumSHA256 }), how(signal));
    };
    return this.#guarded(async () => {
      try {
        await send(condition);
      } catch (error) {
        // Somebody else puts the same object at this very moment, or was before us.
        if (isNew && (statusOf(error) === 412 || statusOf(error) === 409)) return 'there';
        // A server that knows no conditions: equal bytes go over equal bytes.
        if (!isNew || statusOf(error) !== 501) throw error;
        await send({});
      }
      return 'put';
    }, signal);
  }

  #of(key: string): { readonly Bucket: string; readonly Key: string } {
    checkKey(key);
    return { Bucket: this.#at.bucket, Key: this.#key(key) };
  }

  #key(key: string): string {
    return this.#at.prefix === '' ? key : `${this.#at.prefix}/${key}`;
  }

  #open() {
    this.#opened ??= this.#load();
    return this.#opened;
  }

  async #load() {
    const { endpoint, region, profile, instanceCredentials: instance } = this.#at;
    const { variables, attempts = ATTEMPTS } = this.#options;
    const sdk = await import('@aws-sdk/client-s3');
    const known = region ?? (endpoint === undefined ? undefined : (variables['AWS_REGION'] ?? 'us-east-1'));
    const client = new sdk.S3Client({
      ...(known === undefined ? {} : { region: known }),
      ...(profile === undefined ? {} : { profile }),
      ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
      credentials: s3Credentials({ profile, instance, variables }),
      maxAttempts: attempts,
      followRegionRedirects: endpoint === undefined,
      // What is read is held against its sha256 in any case.
      responseChecksumValidation: 'WHEN_REQUIRED',
      ...(endpoint === undefined ? {} : { requestChecksumCalculation: 'WHEN_REQUIRED' as const }),
      requestHandler: {
        connectionTimeout: Math.min(this.#patience, 10_000),
        socketTimeout: this.#patience,
        requestTimeout: 0,
      },
    });
    return { sdk, client };
  }

  async #guarded<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw this.#refusal(error, signal);
    }
  }

  #refusal(error: unknown, signal: AbortSignal | undefined): unknown {
    if (signal?.aborted) return new Cancelled();
    return s3Failure(this.place, error, Math.round(this.#patience / 1000));
  }

  #slow(): Failure {
    return remoteSlow(this.place, Math.round(this.#patience / 1000));
  }
}

function how(signal: AbortSignal | undefined): { readonly abortSignal?: AbortSignal } {
  return signal === undefined ? {} : { abortSignal: signal };
}

/** @throws Failure `object-damaged` */
async function wholeBytes(content: RemoteContent): Promise<Uint8Array> {
  const bytes = await readWhole(content);
  const isRight = createHash('sha256').update(bytes).digest('hex') === content.sha256;
  if (isRight && bytes.byteLength === content.size) return bytes;
  throw sentDamaged(typeof content.from === 'string' ? content.from : `object ${content.sha256}`);
}

async function readWhole({ from, size }: RemoteContent): Promise<Uint8Array> {
  if (typeof from !== 'string') return from;
  const file = await open(from, 'r');
  try {
    return await readPart(file, { from: 0, size });
  } finally {
    await file.close();
  }
}
