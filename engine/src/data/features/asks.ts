/** Moments at which features are asked for, by key and time: a chunk of rows of each lane, those without key or time left out. */
export interface Asks {
  /** Rows of the chunk times lanes: the row `r` of lane `l` has number `l * chunk + r`. */
  readonly rows: number;
  /** Microseconds since 1970 UTC, less what the view's events take to be seen; ascending within a key. */
  readonly times: Float64Array;
  /** The row that asks. */
  readonly row: Uint32Array;
  /** The first ask of each key; one more at the end. */
  readonly starts: Uint32Array;
  /** Where the rows that ask are events too: the place of each in the dataset, and their asks by place, lane by lane. */
  readonly own: { readonly place: Uint32Array; readonly asks: readonly Int32Array[] } | undefined;
}

/** The first ask of a key at `time` or later; that of the next key where there is none. */
export function firstFrom(asks: Asks, key: number, time: number): number {
  const { times, starts } = asks;
  let low = starts[key]!;
  let high = starts[key + 1]!;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The asks of this event itself among those of the key from `first` to before `end`, which must not see it. */
export function ownAsks({ own }: Asks, place: number, first: number, end: number): readonly number[] {
  if (own === undefined) return [];
  return own.asks.map((asks) => asks[place] ?? -1).filter((ask) => ask >= first && ask < end);
}
