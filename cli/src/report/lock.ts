import { count } from '../../../engine/src/language/figures.ts';
import type { LockResult, WrittenLock } from '../../../engine/src/operations/data/lock.ts';
import { textTable } from '../terminal.ts';

const STATUS: Readonly<Record<WrittenLock['status'], string>> = {
  written: 'written',
  unchanged: 'as it was',
  absent: 'data not there, left as it is',
};

/** A line a dataset: what was seen, and whether its lock was written. */
export function lockedText({ locks }: LockResult): string {
  if (locks.length === 0) return 'No datasets. A file `NAME.dataset.yaml` makes one.';
  const rows = locks.map((lock) => [
    lock.dataset,
    lock.rows === null ? '-' : count(lock.rows),
    lock.columns === null ? '-' : count(lock.columns),
    lock.version?.slice(0, 12) ?? '-',
    lock.file,
    STATUS[lock.status],
  ]);
  return textTable(['dataset', 'rows', 'columns', 'version', 'lock', ''], rows);
}
