/** Answers that can be computed again, kept between processes by key. Losing it costs time only. */
export interface Memo {
  get(kind: string, key: string): Promise<unknown>;
  /** `value` is JSON. */
  set(kind: string, key: string, value: unknown): Promise<void>;
}
