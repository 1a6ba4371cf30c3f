/** Tags of runs, models and versions that came from another place. */
export const IMPORT_TAGS = {
  /** Where a run comes from. */
  from: 'modelyard.imported.from',
  /** `whole` when all of it is here: it is not looked at again. */
  state: 'modelyard.imported.state',
  /** Of a version: its number where it comes from. */
  version: 'modelyard.imported.version',
} as const;

/** They say something of one store alone, and would make a foreign run answer for a step of ours, or wait in our queue. */
const NOT_TAKEN: ReadonlySet<string> = new Set(['modelyard.key', 'modelyard.queued', ...Object.values(IMPORT_TAGS)]);

/** Tags of a run, without those that mean something to this store alone. */
export function takenTags(tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !NOT_TAKEN.has(key)));
}
