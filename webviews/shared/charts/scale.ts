/** A stretch of numbers, from low to high. */
export type Span = readonly [low: number, high: number];

export interface Scale {
  readonly domain: Span;
  readonly range: Span;
  /** Where a value is drawn. */
  readonly at: (value: number) => number;
  /** Which value is drawn there. */
  readonly value: (place: number) => number;
}

/** A domain without width is drawn in the middle of the range. */
export function linear(domain: Span, range: Span): Scale {
  const [low, high] = domain;
  const [start, end] = range;
  const width = high - low;
  return {
    domain,
    range,
    at: (value) => (width === 0 ? (start + end) / 2 : start + ((value - low) / width) * (end - start)),
    value: (place) => (start === end ? low : low + ((place - start) / (end - start)) * width),
  };
}

/** From the least to the greatest of what is finite; undefined where nothing is. */
export function extent(values: Iterable<number>): Span | undefined {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : undefined;
}

/** Wider by a share of its width on both sides; one value gets room around it. */
export function padded([low, high]: Span, share: number): Span {
  const room = high > low ? (high - low) * share : Math.abs(low) * 0.1 || 1;
  return [low - room, high + room];
}
