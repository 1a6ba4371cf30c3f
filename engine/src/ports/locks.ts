/** Work that is done once at a time, whatever number of processes share the store. */
export interface Locks {
  /**
   * Does `work` while nobody else holds `name`: waits as long as a living process does, and passes over one that died.
   * Rejects with `Cancelled` when the signal fires while it waits.
   */
  exclusively<T>(name: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}
