import { spawnSync } from 'node:child_process';

export interface SmallDisk {
  /** From now on nothing can be written. */
  makeReadOnly(): void;
  [Symbol.dispose](): void;
}

/** A file system of so many KiB over a folder until it is disposed of; undefined where this user may not mount one. */
export function smallDisk(folder: string, kib: number): SmallDisk | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kib}k`, 'tmpfs', folder]).status !== 0) return undefined;
  return {
    makeReadOnly: () => void spawnSync('mount', ['-o', 'remount,ro', folder]),
    [Symbol.dispose]: () => void spawnSync('umount', ['-l', folder]),
  };
}
