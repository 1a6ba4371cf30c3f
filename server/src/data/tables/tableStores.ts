import { Failure } from '../../../../engine/src/failure.ts';
import type { RunCells } from '../../../../engine/src/ports/runCells.ts';
import type { Unread } from '../../../../engine/src/tracking/table/runTable.ts';
import { viewStores } from '../answers/viewStores.ts';
import type { Sourced } from '../sources/sourced.ts';
import { type JoinedNumbers, joinCells } from './joinedCells.ts';
import { readSource, type SourceCells } from './sourceCells.ts';
import type { TablePart } from './tableParts.ts';

/** What a table is read from. */
export interface TableFrom {
  readonly cells: RunCells;
  /** Another whenever a store may have been written to. */
  readonly at: string;
  /** What `at` would be now. */
  readonly atNow: () => Promise<string>;
  /** Of several stores those that cannot be read now. */
  readonly unread: readonly Unread[];
}

export interface Reading {
  /** Other tools' stores on this machine are read again, else as they were read last. */
  readonly here: boolean;
  /** Those on other machines too. */
  readonly away: boolean;
}

/** Joined tables whose numbers are remembered. */
const REMEMBERED = 4;
const OWN = 'this project';

interface Joined {
  readonly from: TableFrom;
  readonly numbers: JoinedNumbers;
}

interface ReadPart {
  readonly part: TablePart;
  readonly name: string;
  /** Undefined where it was never read. */
  readonly cells: RunCells | undefined;
  readonly at: string;
  readonly atNow: () => Promise<string>;
  readonly unread?: Unread;
}

/** The stores that tables are read from: the project's own as it is, what other tools keep as it was read last. */
export class TableStores {
  readonly #sources = new Map<string, SourceCells>();
  readonly #joined = new Map<string, Joined>();

  /**
   * @returns undefined where there is no store yet
   * @throws Failure where the only store cannot be read
   */
  async of(asked: Sourced, parts: readonly TablePart[], reading: Reading): Promise<TableFrom | undefined> {
    const [only] = parts;
    if (parts.length === 1 && only !== undefined) {
      if (only.source === null) return ownCells(asked);
      const { cells, at } = await this.#source(asked, only.source, reading);
      return { cells, at: String(at), atNow: async () => String(at), unread: [] };
    }
    const read = await Promise.all(parts.map((part) => this.#read(asked, part, reading)));
    const scope = JSON.stringify(parts);
    const at = JSON.stringify(read.map((one) => [one.at, one.unread]));
    const before = this.#joined.get(scope);
    if (before?.from.at === at) return before.from;
    const numbers: JoinedNumbers = before?.numbers ?? new Map();
    const names = namesOf(read);
    const cells = await joinCells(
      read.flatMap(({ part, cells }, index) =>
        cells === undefined ? [] : [{ cells, experiments: part.experiments, name: names[index] }],
      ),
      numbers,
    );
    const atNow = async () =>
      JSON.stringify(await Promise.all(read.map(async (one) => [await one.atNow(), one.unread])));
    const from = { cells, at, atNow, unread: read.flatMap(({ unread }) => unread ?? []) };
    this.#joined.delete(scope);
    this.#joined.set(scope, { from, numbers });
    for (const [oldest] of this.#joined) if (this.#joined.size > REMEMBERED) this.#joined.delete(oldest);
    return from;
  }

  /** Of several one that cannot be read holds up no other. */
  async #read(asked: Sourced, part: TablePart, reading: Reading): Promise<ReadPart> {
    const { source } = part;
    try {
      if (source === null) {
        const own = await ownCells(asked);
        return { part, name: OWN, cells: own?.cells, at: own?.at ?? '', atNow: own?.atNow ?? (async () => '') };
      }
      const { name, cells, at } = await this.#source(asked, source, reading);
      return { part, name, cells, at: String(at), atNow: async () => String(at) };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const last = source === null ? undefined : this.#sources.get(source);
      const name = last?.name ?? source ?? OWN;
      const { message, next } = error;
      const unread = { source: name, message, ...(next !== undefined && { next }) };
      const at = String(last?.at ?? '');
      return { part, name, cells: last?.cells, at, atNow: async () => at, unread };
    }
  }

  async #source(asked: Sourced, source: string, { here, away }: Reading): Promise<SourceCells> {
    const known = this.#sources.get(source);
    if (known !== undefined && !(known.isAway ? away : here)) return known;
    const read = await readSource(asked, source, known);
    this.#sources.set(source, read);
    return read;
  }
}

async function ownCells(asked: Sourced): Promise<TableFrom | undefined> {
  const stores = await viewStores(asked);
  if (stores === undefined) return undefined;
  await stores.runs.reap();
  const atNow = async () => String(await stores.runs.revision());
  return { cells: stores.cells, at: await atNow(), atNow, unread: [] };
}

/** Two stores of one name are told apart by their ids. */
function namesOf(read: readonly ReadPart[]): readonly string[] {
  return read.map(({ name, part }) => {
    const isShared = read.filter((one) => one.name === name).length > 1;
    return isShared && part.source !== null ? `${name} (${part.source})` : name;
  });
}
