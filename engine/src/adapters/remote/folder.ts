import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, mkdir, open, readdir, rename, rm, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Cancelled, Failure } from '../../failure.ts';
import type { Page } from '../../ports/page.ts';
import type {
  GetOptions,
  ListOptions,
  PutOptions,
  RemoteContent,
  RemoteObject,
  RemoteObjects,
} from '../../ports/remoteObjects.ts';
import { errorCode, isMissing } from '../files/ioFailure.ts';
import { keysAfter } from './folderKeys.ts';
import {
  checkKey,
  remoteDenied,
  remoteFailed,
  remoteFull,
  remoteGone,
  remoteObjectMissing,
  remoteSlow,
  sentDamaged,
} from './remoteFailures.ts';
import { steadily, within } from './within.ts';

/** Milliseconds after which a share that does not answer is left. */
const PATIENCE = 30_000;
const PAGE = 1000;
const TMP = 'tmp';

/** A folder that all can reach. It must be there: where a share is not mounted, nothing is written in its place. */
export function folderRemote(place: string, options: { readonly patience?: number } = {}): RemoteObjects {
  return new FolderRemote(place, options.patience ?? PATIENCE);
}

class FolderRemote implements RemoteObjects {
  readonly place: string;
  readonly #root: string;
  readonly #patience: number;
  #there: Promise<void> | undefined;

  constructor(place: string, patience: number) {
    this.place = place;
    this.#root = fileURLToPath(place);
    this.#patience = patience;
  }

  async has(key: string): Promise<RemoteObject | undefined> {
    await this.#ready();
    return this.#guarded(() => this.#look(key));
  }

  async list(folder: string, { pageToken, signal }: ListOptions = {}): Promise<Page<RemoteObject>> {
    await this.#ready();
    const keys = await this.#guarded(() => keysAfter(this.#root, folder, pageToken ?? '', PAGE));
    stopIfAsked(signal);
    const found = await this.#guarded(() => Promise.all(keys.map((key) => this.#look(key))));
    const items = found.filter((one) => one !== undefined);
    return keys.length < PAGE ? { items } : { items, nextPageToken: keys.at(-1)! };
  }

  async *get(key: string, { from = 0, signal }: GetOptions = {}): AsyncIterable<Uint8Array> {
    await this.#ready();
    const path = this.#path(key);
    const found = await this.#guarded(() => this.#look(key));
    if (found === undefined) throw remoteObjectMissing(this.place, key);
    if (from >= found.size && from > 0) return;
    const stream = createReadStream(path, { start: from, highWaterMark: 1 << 20, ...(signal ? { signal } : {}) });
    try {
      yield* steadily(this.#patience, stream as AsyncIterable<Uint8Array>, () => this.#slow());
    } catch (error) {
      stopIfAsked(signal);
      throw isMissing(error) ? remoteObjectMissing(this.place, key, error) : this.#refusal(error);
    } finally {
      stream.destroy();
    }
  }

  async putIfAbsent(key: string, content: RemoteContent, options: PutOptions = {}): Promise<'put' | 'there'> {
    await this.#ready();
    const target = this.#path(key);
    const before = await this.#guarded(() => this.#look(key));
    if (before?.size === content.size && !options.replace) return 'there';
    const temporary = join(this.#root, TMP, `${randomBytes(12).toString('hex')}.tmp`);
    try {
      await this.#guarded(() => mkdir(dirname(temporary), { recursive: true }));
      await this.#fill(temporary, content, options.signal);
      await this.#guarded(() => mkdir(dirname(target), { recursive: true }));
      return await this.#guarded(() => name(temporary, target, before === undefined && !options.replace));
    } finally {
      await rm(temporary, { force: true }).catch(() => undefined);
    }
  }

  async remove(key: string): Promise<void> {
    await this.#ready();
    await this.#guarded(() => rm(this.#path(key), { force: true }));
  }

  async sweep(before: number): Promise<number> {
    await this.#ready();
    const folder = join(this.#root, TMP);
    let swept = 0;
    for (const file of await readdir(folder).catch(() => [])) {
      const found = await stat(join(folder, file)).catch(() => undefined);
      if (!/^[0-9a-f]{24}\.tmp$/.test(file) || found === undefined || found.mtimeMs >= before) continue;
      await this.#guarded(() => rm(join(folder, file), { force: true }));
      swept++;
    }
    return swept;
  }

  async check(): Promise<void> {
    await this.#ready();
    await this.#guarded(() => readdir(this.#root));
    const file = join(this.#root, TMP, `${randomBytes(12).toString('hex')}.tmp`);
    await this.#guarded(async () => {
      await mkdir(dirname(file), { recursive: true });
      const handle = await open(file, 'wx');
      await handle.close();
      await unlink(file);
    });
  }

  async close(): Promise<void> {}

  /** Looked at once; a share that is not mounted leaves no folder behind, or an empty one that is told by `check`. */
  #ready(): Promise<void> {
    this.#there ??= this.#guarded(async () => {
      const found = await stat(this.#root).catch((error: unknown) => {
        if (isMissing(error)) throw remoteGone(this.place, `there is no folder ${this.#root}`, error);
        throw error;
      });
      if (!found.isDirectory()) throw remoteGone(this.place, `${this.#root} is no folder`);
    }).catch((error: unknown) => {
      this.#there = undefined;
      throw error;
    });
    return this.#there;
  }

  async #look(key: string): Promise<RemoteObject | undefined> {
    try {
      const found = await stat(this.#path(key));
      return found.isFile() ? { key, size: found.size, modified: found.mtimeMs } : undefined;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  /** Whole and flushed; the bytes are looked at on their way. */
  async #fill(path: string, { from, sha256, size }: RemoteContent, signal: AbortSignal | undefined): Promise<void> {
    const hash = createHash('sha256');
    const file = await this.#guarded(() => open(path, 'wx'));
    try {
      const source = typeof from === 'string' ? createReadStream(from, { highWaterMark: 1 << 20 }) : [from];
      let written = 0;
      for await (const chunk of source as AsyncIterable<Uint8Array>) {
        stopIfAsked(signal);
        hash.update(chunk);
        written += chunk.byteLength;
        await this.#guarded(() => file.writeFile(chunk));
      }
      if (written !== size || hash.digest('hex') !== sha256) throw sentDamaged(nameOf(from, sha256));
      await this.#guarded(() => file.sync());
    } finally {
      await file.close().catch(() => undefined);
    }
  }

  #path(key: string): string {
    checkKey(key);
    return join(this.#root, key);
  }

  async #guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await within(this.#patience, work(), () => this.#slow());
    } catch (error) {
      throw this.#refusal(error);
    }
  }

  #slow(): Failure {
    return remoteSlow(this.place, Math.round(this.#patience / 1000));
  }

  #refusal(error: unknown): unknown {
    const code = errorCode(error);
    if (error instanceof Failure || code === undefined) return error;
    const path = (error as { readonly path?: unknown }).path ?? this.#root;
    if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') return remoteFull(this.place, FULL[code], error);
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
      return remoteDenied(
        this.place,
        code === 'EROFS' ? 'it is read-only' : `${path} may not be written or read by you`,
        'Ask who keeps the folder for write access, or mount it with your own name.',
        error,
      );
    if (GONE.has(code)) return remoteGone(this.place, code, error);
    return remoteFailed(this.place, `${code} at ${path}`, error);
  }
}

const FULL = { ENOSPC: 'no space is left', EDQUOT: 'your quota is used up', EFBIG: 'the file is too large for it' };
const GONE: ReadonlySet<string> = new Set([
  'ENOENT',
  'ENOTDIR',
  'ESTALE',
  'ENOTCONN',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENODEV',
  'ENXIO',
  'ETIMEDOUT',
  'ECONNRESET',
  'EIO',
]);

/**
 * Gives a whole file its name. A hard link never replaces what another process put there first; a file system without links
 * gets it by a rename, which replaces equal bytes by equal bytes.
 */
async function name(temporary: string, target: string, isNew: boolean): Promise<'put' | 'there'> {
  if (isNew) {
    try {
      await link(temporary, target);
      return 'put';
    } catch (error) {
      const code = errorCode(error);
      if (code === 'EEXIST') {
        const [ours, theirs] = await Promise.all([stat(temporary), stat(target)]);
        if (ours.size === theirs.size) return 'there';
      } else if (!NO_LINKS.has(code ?? '')) throw error;
    }
  }
  await rename(temporary, target);
  return 'put';
}

const NO_LINKS: ReadonlySet<string> = new Set([
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EMLINK',
  'EINVAL',
  'UNKNOWN',
]);

function nameOf(from: string | Uint8Array, sha256: string): string {
  return typeof from === 'string' ? from : `object ${sha256}`;
}

function stopIfAsked(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new Cancelled();
}
