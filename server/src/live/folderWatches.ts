import { posix } from 'node:path';
import type { WatchFolder } from './watchFolder.ts';

/** Watches a set of folders. One that is not there is watched as soon as it comes, where the folder around it is watched too. */
export class FolderWatches {
  readonly #watch: WatchFolder;
  readonly #heard: (folder: string, name: string | undefined) => void;
  readonly #open = new Map<string, () => void>();
  #wanted: ReadonlySet<string> = new Set();

  constructor(watch: WatchFolder, heard: (folder: string, name: string | undefined) => void) {
    this.#watch = watch;
    this.#heard = heard;
  }

  /** The folders from now on. */
  set(folders: readonly string[]): void {
    this.#wanted = new Set(folders);
    for (const folder of [...this.#open.keys()]) if (!this.#wanted.has(folder)) this.#close(folder);
    this.#openMissing();
  }

  close(): void {
    this.set([]);
  }

  #openMissing(): void {
    for (const folder of this.#wanted) {
      if (this.#open.has(folder)) continue;
      const close = this.#watch(folder, (name) => this.#changed(folder, name));
      if (close !== undefined) this.#open.set(folder, close);
    }
  }

  #changed(folder: string, name: string | undefined): void {
    if (!this.#open.has(folder)) return;
    // A folder of that name that came again is another one.
    const path = name === undefined ? undefined : posix.join(folder, name);
    if (path !== undefined && this.#wanted.has(path)) {
      for (const open of [...this.#open.keys()]) if (open === path || open.startsWith(`${path}/`)) this.#close(open);
      this.#openMissing();
    }
    this.#heard(folder, name);
  }

  #close(folder: string): void {
    this.#open.get(folder)?.();
    this.#open.delete(folder);
  }
}
