import { watch } from 'node:fs';

/**
 * Tells of what changes directly in a folder: the name, where the system says it. Keeps no process alive.
 * @returns what ends it; undefined where the folder is not there or cannot be watched
 */
export type WatchFolder = (folder: string, changed: (name: string | undefined) => void) => (() => void) | undefined;

/** As Node has it. */
export const watchFolder: WatchFolder = (folder, changed) => {
  try {
    const watcher = watch(folder, { persistent: false }, (_, name) => changed(name ?? undefined));
    // The folder has gone; whoever looks at the one around it hears that too.
    watcher.on('error', () => watcher.close());
    return () => watcher.close();
  } catch {
    return undefined;
  }
};
