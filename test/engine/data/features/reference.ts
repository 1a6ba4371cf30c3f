/** Row by row, as the definition of feature views reads; times are seconds. */
export interface Event {
  readonly id: number;
  readonly a: string | null;
  readonly b: number | null;
  readonly at: number | null;
  readonly created: number | null;
  readonly x: number | null;
  readonly y: number | null;
  readonly s: string | null;
}

export interface Ask {
  readonly a: string | null;
  readonly b: number | null;
  readonly time: number | null;
  /** Of the event that the row itself is. */
  readonly id?: number;
}

export interface Rules {
  readonly availableAfter: number;
  readonly window: number;
  readonly ttl: number | undefined;
  readonly withCreated: boolean;
}

export type Answer = readonly (number | string | null)[];

/** Latest s, latest x within ttl; count(*), sum(x), avg(x) over x > 1, sum(y), count(distinct s), min(x), texts in order. */
export function featuresOf(events: readonly Event[], ask: Ask, rules: Rules): Answer {
  const { a, b, time } = ask;
  if (a === null || b === null || time === null) return Array<null>(9).fill(null);
  const seen = events
    .filter((event) => event.a === a && event.b === b && event.at !== null && event.id !== ask.id)
    .filter((event) => event.at! <= time - rules.availableAfter)
    .filter((event) => !rules.withCreated || (event.created !== null && event.created <= time))
    .sort((one, other) => order(one, other, rules));
  const latest = seen.at(-1);
  const alive = latest && (rules.ttl === undefined || latest.at! >= time - rules.ttl);
  const window = seen.filter((event) => event.at! > time - rules.availableAfter - rules.window);
  const xs = window.flatMap((event) => event.x ?? []);
  const many = xs.filter((x) => x > 1);
  const ys = window.flatMap((event) => event.y ?? []);
  const texts = window.flatMap((event) => event.s ?? []);
  return [
    latest?.s ?? null,
    alive ? latest.x : null,
    window.length,
    xs.length === 0 ? null : sum(xs),
    many.length === 0 ? null : sum(many) / many.length,
    ys.length === 0 ? null : exactSum(ys),
    new Set(texts).size,
    xs.length === 0 ? null : Math.min(...xs),
    texts.length === 0 ? null : texts.join(),
  ];
}

function order(one: Event, other: Event, { withCreated }: Rules): number {
  if (one.at !== other.at) return one.at! - other.at!;
  if (withCreated && one.created !== other.created) return one.created! - other.created!;
  return String(one.id) < String(other.id) ? -1 : 1;
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}

/** The sum of multiples of 2^-80, rounded once. */
function exactSum(values: readonly number[]): number {
  const scaled = values.reduce((all, value) => all + scaledInteger(value), 0n);
  return Number(scaled) * 2 ** -80;
}

function scaledInteger(value: number): bigint {
  const high = Math.trunc(value * 2 ** 40);
  return (BigInt(high) << 40n) + BigInt(Math.trunc((value - high * 2 ** -40) * 2 ** 80));
}
