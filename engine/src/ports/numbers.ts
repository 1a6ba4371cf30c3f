/** Numbers that are given out once, shared by every process of a store. */
export interface Numbers {
  /**
   * Runs `use` while no other process draws from the same sequence. `last` is the highest number ever kept, 0 at first;
   * the number that comes back is kept when it is higher. A holder that died is passed over.
   * Rejects with `Failure` `store-busy` when the sequence stays taken.
   */
  draw<T>(sequence: string, use: (last: number) => Promise<Drawn<T>>): Promise<T>;
}

export interface Drawn<T> {
  readonly result: T;
  /** Undefined when none was needed. */
  readonly number?: number | undefined;
}
