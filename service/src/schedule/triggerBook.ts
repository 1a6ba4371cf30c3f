import { posix } from 'node:path';
import { isRecord } from '../../../engine/src/language/isRecord.ts';
import type { Files } from '../../../engine/src/ports/files.ts';
import type { Locks } from '../../../engine/src/ports/locks.ts';

/** Up to where a trigger has been looked at. */
export interface KeptTrigger {
  /** The schedule that this is about, with its zone; null where there is none. */
  readonly schedule: string | null;
  /** All moments up to this are done or written down as missed; milliseconds since 1970. */
  readonly upTo: number;
  /** Versions of the datasets that it has heard of, by name. */
  readonly data: Readonly<Record<string, string>>;
}

/** `.modelyard/triggers.json`: from when on which trigger is kept, so that what comes due while nothing runs is seen. */
export class TriggerBook {
  readonly #files: Pick<Files, 'read' | 'write'>;
  readonly #locks: Locks;
  readonly #path: string;

  /** @param folder of the store */
  constructor(files: Pick<Files, 'read' | 'write'>, locks: Locks, folder: string) {
    this.#files = files;
    this.#locks = locks;
    this.#path = posix.join(folder, 'triggers.json');
  }

  /** By id; empty where the file is not there or cannot be read: the ticks in the store then say where to go on. */
  async all(): Promise<Readonly<Record<string, KeptTrigger>>> {
    const text = await this.#files.read(this.#path);
    try {
      const value: unknown = JSON.parse(text ?? '{}');
      return isRecord(value) ? Object.fromEntries(Object.entries(value).filter(isEntry)) : {};
    } catch {
      return {};
    }
  }

  /**
   * Writes what `change` makes of an entry, one process at a time; where it gives undefined nothing is written.
   * Resolves with whether something was.
   */
  update(
    id: string,
    change: (before: KeptTrigger | undefined) => KeptTrigger | undefined | Promise<KeptTrigger | undefined>,
  ): Promise<boolean> {
    return this.#locks.exclusively('triggers', async () => {
      const all = await this.all();
      const after = await change(Object.hasOwn(all, id) ? all[id] : undefined);
      if (after === undefined) return false;
      await this.#files.write(this.#path, `${JSON.stringify({ ...all, [id]: after }, undefined, 2)}\n`);
      return true;
    });
  }
}

function isEntry(entry: [string, unknown]): entry is [string, KeptTrigger] {
  const [, value] = entry;
  if (!isRecord(value)) return false;
  const { schedule, upTo, data } = value;
  const isSchedule = schedule === null || typeof schedule === 'string';
  return (
    isSchedule && Number.isFinite(upTo) && isRecord(data) && Object.values(data).every((one) => typeof one === 'string')
  );
}
