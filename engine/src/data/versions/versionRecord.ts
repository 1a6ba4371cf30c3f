import { posix as path } from 'node:path';
import { COLUMN_TYPES, type Column } from '../../language/columnType.ts';
import type { Files } from '../../ports/files.ts';
import { manifestHash, type VersionedFile } from './manifest.ts';

/** What is known of a version of a dataset that a run has read; stands in `.modelyard/datasets/NAME/VERSION.json`. */
export interface VersionRecord {
  readonly dataset: string;
  readonly version: string;
  /** When a run read it for the first time, ISO 8601 UTC. */
  readonly firstSeen: string;
  readonly rows: number;
  readonly columns: readonly Column[];
  /** `copy`: the bytes are in the artifact store; `hash`: only where they were read. */
  readonly kept: Kept;
  /** Sorted by path. */
  readonly files: readonly VersionedFile[];
}

export type Kept = 'copy' | 'hash';

const HASH = /^[0-9a-f]{64}$/;

/** The records of one store. What is damaged counts as not there: the next run that reads the version writes it anew. */
export class VersionRecords {
  readonly #files: Files;
  readonly #folder: string;

  /** @param storeFolder `.modelyard` */
  constructor(files: Files, storeFolder: string) {
    this.#files = files;
    this.#folder = path.join(storeFolder, 'datasets');
  }

  async find(dataset: string, version: string): Promise<VersionRecord | undefined> {
    const record = await this.#read(dataset, version);
    return record && manifestHash(record.files) === version ? record : undefined;
  }

  /** Newest first. */
  async all(dataset: string): Promise<readonly VersionRecord[]> {
    const records: VersionRecord[] = [];
    for (const version of await this.versions(dataset)) {
      const record = await this.#read(dataset, version);
      if (record) records.push(record);
    }
    return records.sort((a, b) => (a.firstSeen < b.firstSeen ? 1 : a.firstSeen > b.firstSeen ? -1 : 0));
  }

  /** Hashes, sorted. */
  async versions(dataset: string): Promise<readonly string[]> {
    const names = await this.#files.list(path.join(this.#folder, dataset));
    return names
      .filter((name) => name.endsWith('.json') && HASH.test(name.slice(0, -5)))
      .map((name) => name.slice(0, -5));
  }

  /** Whole or not at all. */
  async write(record: VersionRecord): Promise<void> {
    await this.#files.write(this.#path(record.dataset, record.version), `${JSON.stringify(record)}\n`);
  }

  async #read(dataset: string, version: string): Promise<VersionRecord | undefined> {
    const text = await this.#files.read(this.#path(dataset, version));
    const record = text === undefined ? undefined : parseRecord(text);
    return record?.dataset === dataset && record.version === version ? record : undefined;
  }

  #path(dataset: string, version: string): string {
    return path.join(this.#folder, dataset, `${version}.json`);
  }
}

/** The record of this version in a text that comes from elsewhere; undefined where it is none, or leads out of its folder. */
export function readRecord(text: string, dataset: string, version: string): VersionRecord | undefined {
  const record = parseRecord(text);
  if (record?.dataset !== dataset || record.version !== version || manifestHash(record.files) !== version)
    return undefined;
  return record.files.every(({ path: file }) => !file.split(/[\\/]/).includes('..')) ? record : undefined;
}

/** Undefined where it is no record. */
function parseRecord(text: string): VersionRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isRecord(value) ? value : undefined;
}

function isRecord(value: unknown): value is VersionRecord {
  const { dataset, firstSeen, rows, columns, kept, files } = { ...(value as Partial<VersionRecord> | null) };
  return (
    typeof dataset === 'string' &&
    typeof firstSeen === 'string' &&
    Number.isSafeInteger(rows) &&
    (kept === 'copy' || kept === 'hash') &&
    Array.isArray(columns) &&
    columns.every(isColumn) &&
    Array.isArray(files) &&
    files.every(isFile)
  );
}

function isColumn(value: unknown): boolean {
  const { name, type, sqlType } = { ...(value as Partial<Column> | null) };
  return typeof name === 'string' && typeof sqlType === 'string' && COLUMN_TYPES.some((known) => known === type);
}

function isFile(value: unknown): boolean {
  const { path: file, sha256, size } = { ...(value as Partial<VersionedFile> | null) };
  return typeof file === 'string' && typeof sha256 === 'string' && HASH.test(sha256) && Number.isSafeInteger(size);
}
