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

/** As `linear`, of the logarithms: both ends of the domain are above zero. */
export function logarithmic(domain: Span, range: Span): Scale {
  const inner = linear([Math.log10(domain[0]), Math.log10(domain[1])], range);
  return {
    domain,
    range,
    at: (value) => inner.at(Math.log10(value)),
    value: (place) => 10 ** inner.value(place),
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
