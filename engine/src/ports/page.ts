/** Part of a list that may be long. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Asks for the next page; absent on the last. */
  readonly nextPageToken?: string;
}

/** A token that no page gave rejects with `Failure` `page-token`. */
export interface Paging {
  /** At least 1. */
  readonly limit: number;
  readonly pageToken?: string;
}
