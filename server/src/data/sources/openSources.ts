import { mkdtemp } from 'node:fs/promises';
import { posix } from 'node:path';
import { Failure } from '../../../../engine/src/failure.ts';
import { storesThere } from '../../../../engine/src/operations/storesThere.ts';
import type { Memo } from '../../../../engine/src/ports/memo.ts';
import type { RunSource } from '../../../../engine/src/ports/runSource.ts';
import type { AddedSource } from '../../protocol.ts';
import type { SourceRow, SourceRows, UnreadableSource } from '../../views/sources.ts';
import type { Asked } from '../asked.ts';
import { addedSources, type Found, folderSources } from './findSources.ts';
import { sourceRow, withoutSecrets } from './sourceRow.ts';

/** A source that is open, and how it is shown. */
export interface OpenSource {
  readonly row: SourceRow;
  readonly source: RunSource;
}

const PATIENCE = 15_000;
/** What lies in folders is looked at again after so many milliseconds: fewer than pass before a change is told. */
const FRESH = 100;

type Looking = Pick<Asked, 'host' | 'root'>;

interface Look {
  readonly sources: readonly OpenSource[];
  readonly unreadable: readonly UnreadableSource[];
}

/** Other tools' runs, opened when they are asked for and then kept open: those of the project's folder and those the user added. */
export class OpenSources {
  readonly #patience: number;
  #added: readonly AddedSource[] = [];
  #open: ReadonlyMap<string, OpenSource> = new Map();
  #temporary: Promise<string> | undefined;
  #looked = Number.NEGATIVE_INFINITY;
  #looks: Promise<Look> = Promise.resolve({ sources: [], unreadable: [] });

  /** @param patience milliseconds for which a view waits for one answer of a server */
  constructor(patience = PATIENCE) {
    this.#patience = patience;
  }

  /** What the user added, instead of what was added before. */
  add(added: readonly AddedSource[]): void {
    this.#added = added;
    this.#looked = Number.NEGATIVE_INFINITY;
  }

  async rows(asked: Looking): Promise<SourceRows> {
    const { sources, unreadable } = await this.#look(asked);
    return { sources: sources.map(({ row }) => row), unreadable };
  }

  /** @throws Failure `source-not-found` */
  async named(asked: Looking, id: string): Promise<OpenSource> {
    const found = (await this.#look(asked)).sources.find(({ row }) => row.id === id);
    if (found !== undefined) return found;
    throw new Failure('source-not-found', `The source \`${id.slice(0, 100)}\` is not there, or not any more`, {
      next: 'Refresh; where it has moved, add it again.',
    });
  }

  /** One for all that is opened without a store. */
  temporaryFolder(around: string): Promise<string> {
    this.#temporary ??= mkdtemp(posix.join(around, 'modelyard-open-'));
    return this.#temporary;
  }

  async close(): Promise<void> {
    await this.#looks.catch(() => {});
    for (const { source } of this.#open.values()) await source.close();
    this.#open = new Map();
  }

  /** Looks follow each other; what was seen a moment ago counts. */
  #look(asked: Looking): Promise<Look> {
    const now = performance.now();
    if (now - this.#looked <= FRESH) return this.#looks;
    this.#looked = now;
    const look = this.#looks.then(
      () => this.#lookAgain(asked),
      () => this.#lookAgain(asked),
    );
    this.#looks = look;
    look.catch(() => {
      this.#looked = Number.NEGATIVE_INFINITY;
    });
    return look;
  }

  async #lookAgain({ host, root }: Looking): Promise<Look> {
    const memo = memoOf({ host, root });
    const found = await folderSources(host, root, memo);
    const added = await addedSources(host, this.#added, { memo, patience: this.#patience });
    const open = new Map<string, OpenSource>();
    for (const one of [...found.sources, ...added.sources]) await this.#keep(open, one, root);
    for (const [key, { source }] of this.#open) if (open.get(key)?.source !== source) await source.close();
    this.#open = open;
    const unreadable = [...found.unreadable, ...added.unreadable];
    return { sources: [...open.values()], unreadable: unreadable.map((one) => unreadableRow(one, root)) };
  }

  /** One that is open already stays open; what was found twice counts once. */
  async #keep(open: Map<string, OpenSource>, { source, access }: Found, root: string): Promise<void> {
    const isAdded = access !== undefined;
    const row = sourceRow(source.origin, { root, isAdded });
    const key = JSON.stringify([row.place, access?.token ?? null]);
    const isThere = [...open.values()].some(({ row: { place } }) => place === row.place);
    const kept = isThere ? undefined : this.#open.get(key);
    if (isThere || kept !== undefined) await source.close();
    if (!isThere) open.set(key, kept ?? { row, source });
  }
}

function unreadableRow({ message, next, place }: Failure, root: string): UnreadableSource {
  const file = withoutSecrets(place?.file ?? '').replaceAll('\\', '/');
  return {
    place: file.startsWith(`${root}/`) ? file.slice(root.length + 1) : file,
    message: withoutSecrets(message),
    ...(next === undefined ? {} : { next }),
  };
}

/** The store's, as long as there is one. */
function memoOf({ host, root }: Looking): Memo {
  const memo = async () => (await storesThere(host, root))?.memo;
  return {
    get: async (kind, key) => (await memo())?.get(kind, key),
    set: async (kind, key, value) => (await memo())?.set(kind, key, value),
  };
}
