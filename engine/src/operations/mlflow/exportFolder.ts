import { posix } from 'node:path';
import { Failure } from '../../failure.ts';
import type { Files } from '../../ports/files.ts';
import { isPlainPath } from './importFiles.ts';

/** Says that a folder is an export, which may be written again. */
const MARK = '.modelyard-export';

/** A folder that an export writes to, and nowhere else. */
export class ExportFolder {
  readonly path: string;
  readonly #files: Files;
  /** Folders that are known to lie inside. */
  readonly #made = new Set<string>();

  private constructor(path: string, files: Files) {
    this.path = path;
    this.#files = files;
  }

  /** @throws Failure `folder-not-empty` for one that holds anything but an export */
  static async open(path: string, files: Files): Promise<ExportFolder> {
    const stat = await files.stat(path);
    if (stat !== undefined && stat.kind !== 'folder') throw taken(path, 'is no folder');
    const entries = await files.list(path);
    if (entries.length > 0 && !entries.includes(MARK)) throw taken(path, 'is not empty and no export of Modelyard');
    await files.makeFolder(path);
    const real = await files.realPath(path);
    const folder = new ExportFolder(real ?? path, files);
    await files.write(
      posix.join(folder.path, MARK),
      'Written by `modelyard export mlflow`; it may be written again.\n',
    );
    return folder;
  }

  /** A text, new or in place of the one before. */
  async write(path: string, text: string): Promise<void> {
    await this.#files.write(await this.#place(path), text);
  }

  /** A text of a folder that was emptied before; not flushed, for these are many. */
  async add(path: string, text: string): Promise<void> {
    await this.#files.append(await this.#place(path), text);
  }

  async copy(from: string, path: string): Promise<void> {
    await this.#files.copy(from, await this.#place(path), { writable: true });
  }

  async makeFolder(path: string): Promise<void> {
    if (!isPlainPath(path)) throw outside(path);
    await this.#inside(path);
  }

  async empty(path: string): Promise<void> {
    if (!isPlainPath(path)) throw outside(path);
    await this.#inside(posix.dirname(path));
    await this.#files.remove(posix.join(this.path, path));
    for (const made of this.#made) if (made === path || made.startsWith(`${path}/`)) this.#made.delete(made);
  }

  async #place(path: string): Promise<string> {
    if (!isPlainPath(path)) throw outside(path);
    await this.#inside(posix.dirname(path));
    return posix.join(this.path, path);
  }

  /** Somebody may have put a link into an export that lies there already. */
  async #inside(folder: string): Promise<void> {
    if (folder === '.' || this.#made.has(folder)) return;
    await this.#inside(posix.dirname(folder));
    const place = posix.join(this.path, folder);
    const before = await this.#files.realPath(place);
    if (before !== undefined && before !== place) throw outside(folder);
    if (before === undefined) await this.#files.makeFolder(place);
    this.#made.add(folder);
  }
}

function taken(path: string, why: string): Failure {
  return new Failure('folder-not-empty', `${path} ${why}.`, {
    next: 'Name a folder that is not there yet, or one that an export has written.',
    place: { file: path },
  });
}

function outside(path: string): Failure {
  return new Failure('outside-folder', `${path.slice(0, 200)} would be written outside of the export.`, {
    next: 'Rename it, or remove the link that leads there.',
  });
}
