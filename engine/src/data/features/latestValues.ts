import type { Values } from '../../ports/dataSource.ts';
import type { Asks } from './asks.ts';

/** An event as it comes by. One object serves for all, so it must not be kept. */
export interface SeenEvent {
  key: number;
  /** Microseconds. */
  time: number;
  created: number;
  /** Place of the event in the dataset; -1 where that does not matter. */
  place: number;
  /** Its row id where others have the same key, time and created. */
  id: string | null;
}

/** Events that only their row ids can order. */
export interface Tie {
  readonly key: number;
  readonly time: number;
  readonly created: number;
}

type Column = Float64Array | (string | null)[];

/**
 * The latest event that each ask sees: greatest time, then created, then row id. Events come in any order; each is kept at the first ask
 * that sees it, and `spread` hands it on to the later asks of the key. Where rows that ask are events too, the second best is kept as
 * well, since no row sees itself.
 */
export class LatestValues {
  readonly #asks: Asks;
  readonly #best: Ranks;
  readonly #second: Ranks | undefined;
  readonly #ties: Tie[] = [];

  /** `texts` says for each value whether it is text or a number. */
  constructor(asks: Asks, texts: readonly boolean[]) {
    this.#asks = asks;
    this.#best = new Ranks(asks.times.length, texts);
    this.#second = asks.own && new Ranks(asks.times.length, texts);
  }

  /** `ask` is the first that sees the event; its values stand in this row of the columns. */
  offer(ask: number, event: SeenEvent, columns: readonly Values[], row: number): void {
    const order = this.#best.compare(ask, event);
    if (order > 0) {
      if (this.#second !== undefined) this.#second.copy(this.#best, ask, ask);
      this.#best.put(ask, event, columns, row);
      return;
    }
    if (order === 0) this.#ties.push({ key: event.key, time: event.time, created: event.created });
    if (this.#second === undefined) return;
    const behind = this.#second.compare(ask, event);
    if (behind > 0) this.#second.put(ask, event, columns, row);
    if (behind === 0) this.#ties.push({ key: event.key, time: event.time, created: event.created });
  }

  /** Events that stood equal at some moment: all must come again, these with their row ids. */
  ties(): readonly Tie[] {
    return this.#ties;
  }

  /** To be called once, after the last event. */
  spread(): void {
    const { starts, own } = this.#asks;
    for (let key = 0; key + 1 < starts.length; key++)
      for (let ask = starts[key]! + 1; ask < starts[key + 1]!; ask++) this.#inherit(ask);
    if (own === undefined || this.#second === undefined) return;
    for (let ask = 0; ask < own.place.length; ask++)
      if (this.#best.place[ask] === own.place[ask]) this.#best.copy(this.#second, ask, ask);
  }

  /** What the ask before sees, this one sees too. */
  #inherit(ask: number): void {
    const best = this.#best;
    const second = this.#second;
    const before = ask - 1;
    if (!best.isBefore(ask, best, before)) {
      if (second?.isBefore(ask, best, before)) second.copy(best, before, ask);
      return;
    }
    if (second !== undefined) {
      if (best.isBefore(ask, second, before)) second.copy(second, before, ask);
      else second.copy(best, ask, ask);
    }
    best.copy(best, before, ask);
  }

  /** Microseconds of the event that an ask sees; -Infinity for none. */
  time(ask: number): number {
    return this.#best.time[ask]!;
  }

  /** A number (NaN for null) or a text. */
  value(ask: number, column: number): number | string | null {
    return this.#best.values[column]![ask]!;
  }
}

/** An event for each ask. */
class Ranks {
  readonly time: Float64Array;
  readonly #created: Float64Array;
  readonly place: Int32Array;
  readonly #ids: (string | null)[] = [];
  readonly values: readonly Column[];

  constructor(length: number, texts: readonly boolean[]) {
    this.time = new Float64Array(length).fill(-Infinity);
    this.#created = new Float64Array(length).fill(-Infinity);
    this.place = new Int32Array(length).fill(-1);
    this.values = texts.map((isText) =>
      isText ? new Array<string | null>(length).fill(null) : new Float64Array(length).fill(Number.NaN),
    );
  }

  /** Above 0 where the event is later than what is here, 0 where nothing tells them apart. */
  compare(ask: number, { time, created, id }: SeenEvent): number {
    if (time !== this.time[ask]) return time - this.time[ask]!;
    if (created !== this.#created[ask]) return created - this.#created[ask]!;
    return compareIds(id, this.#ids[ask] ?? null);
  }

  /** Whether the event of `other` at `there` is later than what is here. */
  isBefore(ask: number, other: Ranks, there: number): boolean {
    if (this.time[ask] !== other.time[there]) return this.time[ask]! < other.time[there]!;
    return this.#created[ask]! < other.#created[there]!;
  }

  put(ask: number, { time, created, place, id }: SeenEvent, columns: readonly Values[], row: number): void {
    this.time[ask] = time;
    this.#created[ask] = created;
    this.place[ask] = place;
    if (id !== null || this.#ids[ask] !== undefined) this.#ids[ask] = id;
    for (let i = 0; i < this.values.length; i++) this.values[i]![ask] = valueAt(columns[i]!, row);
  }

  copy(from: Ranks, there: number, ask: number): void {
    this.time[ask] = from.time[there]!;
    this.#created[ask] = from.#created[there]!;
    this.place[ask] = from.place[there]!;
    const id = from.#ids[there];
    if (id !== undefined || this.#ids[ask] !== undefined) this.#ids[ask] = id ?? null;
    for (let i = 0; i < this.values.length; i++) this.values[i]![ask] = from.values[i]![there]!;
  }
}

function valueAt(column: Values, row: number): never {
  const value = column.kind === 'codes' ? (column.dictionary[column.values[row]!] ?? null) : column.values[row]!;
  return value as never;
}

function compareIds(a: string | null, b: string | null): number {
  return a === b ? 0 : (a ?? '') > (b ?? '') ? 1 : -1;
}
