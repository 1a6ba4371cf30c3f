import type { Values } from '../../ports/dataSource.ts';
import type { Asks } from './asks.ts';
import type { EventBatch } from './eventBatch.ts';

/** Events that only their row ids can order. */
export interface Tie {
  readonly ask: number;
  readonly key: number;
  readonly time: number;
  readonly created: number;
}

/**
 * The latest event that each ask sees: greatest time, then created, then row id. Events come in any order; each is kept at the first ask
 * that sees it, and `spread` hands it on to the later asks of the key. Where rows that ask are events too, the second best is kept as
 * well, since no row sees itself.
 */
export class LatestValues {
  readonly #asks: Asks;
  readonly #best: Ranks;
  readonly #second: Ranks | undefined;
  #ties: Tie[] = [];

  /** `texts` says for each value whether it is text or a number. */
  constructor(asks: Asks, texts: readonly boolean[]) {
    this.#asks = asks;
    this.#best = new Ranks(asks, texts);
    this.#second = asks.own && new Ranks(asks, texts);
  }

  /** Keeps of a batch what is later than what was seen before. */
  offer(events: EventBatch): void {
    const best = this.#best;
    const second = this.#second;
    const floor = second ?? best;
    const { rows, time, first } = events;
    for (let row = 0; row < rows; row++) {
      const ask = first[row]!;
      if (ask < 0 || time[row]! < floor.time(ask)) continue;
      const order = best.compare(ask, events, row);
      if (order > 0) {
        second?.copy(best, ask, ask);
        best.put(ask, events, row);
        continue;
      }
      const behind = second === undefined ? -1 : second.compare(ask, events, row);
      if (behind > 0) second!.put(ask, events, row);
      if (order === 0 || behind === 0)
        this.#ties.push({ ask, key: events.key[row]!, time: time[row]!, created: events.created?.[row] ?? -Infinity });
    }
  }

  /** Events that stand equal among the latest. They are forgotten: all of them must be offered again, with their row ids. */
  takeTies(): readonly Tie[] {
    const ties = this.#ties.filter((tie) => this.#best.is(tie) || this.#second?.is(tie));
    for (const tie of ties) for (const ranks of [this.#best, this.#second]) if (ranks?.is(tie)) ranks.clear(tie.ask);
    this.#ties = [];
    return ties;
  }

  /** To be called once, after the last event. */
  spread(): void {
    const { starts, own } = this.#asks;
    for (let key = 0; key + 1 < starts.length; key++)
      for (let ask = starts[key]! + 1; ask < starts[key + 1]!; ask++) this.#inherit(ask);
    if (own === undefined || this.#second === undefined) return;
    for (let ask = 0; ask < own.place.length; ask++)
      if (this.#best.place(ask) === own.place[ask]) this.#best.copy(this.#second, ask, ask);
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
    return this.#best.time(ask);
  }

  /** A number (NaN for null). */
  number(ask: number, column: number): number {
    return this.#best.number(ask, column);
  }

  text(ask: number, column: number): string | null {
    return this.#best.text(ask, column);
  }
}

const TIME = 0;
const CREATED = 1;
/** Only where rows that ask are events too. */
const PLACE = 2;

/** An event for each ask: its numbers side by side, since memory is what takes time here. */
class Ranks {
  readonly #numbers: Float64Array;
  readonly #stride: number;
  readonly #hasPlace: boolean;
  readonly #texts: readonly (string | null)[][];
  /** For each value, whether it is text and its place among those. */
  readonly #columns: readonly { readonly isText: boolean; readonly at: number }[];
  readonly #ids: (string | null)[] = [];

  constructor({ times: { length }, own }: Asks, texts: readonly boolean[]) {
    this.#hasPlace = own !== undefined;
    let [numbers, strings] = [this.#hasPlace ? PLACE + 1 : PLACE, 0];
    this.#columns = texts.map((isText) => ({ isText, at: isText ? strings++ : numbers++ }));
    this.#stride = numbers;
    this.#numbers = new Float64Array(length * this.#stride).fill(Number.NaN);
    this.#texts = Array.from({ length: strings }, () => new Array<string | null>(length).fill(null));
    for (let ask = 0; ask < length; ask++) this.clear(ask);
  }

  time(ask: number): number {
    return this.#numbers[ask * this.#stride + TIME]!;
  }

  place(ask: number): number {
    return this.#numbers[ask * this.#stride + PLACE]!;
  }

  number(ask: number, column: number): number {
    return this.#numbers[ask * this.#stride + this.#columns[column]!.at]!;
  }

  text(ask: number, column: number): string | null {
    return this.#texts[this.#columns[column]!.at]![ask]!;
  }

  /** Above 0 where the event is later than what is here, 0 where nothing tells them apart. */
  compare(ask: number, { time, created, id }: EventBatch, row: number): number {
    const at = ask * this.#stride;
    if (time[row] !== this.#numbers[at + TIME]) return time[row]! - this.#numbers[at + TIME]!;
    if (created !== undefined && created[row] !== this.#numbers[at + CREATED])
      return created[row]! - this.#numbers[at + CREATED]!;
    return id === undefined ? compareIds(null, this.#ids[ask] ?? null) : compareIds(id[row]!, this.#ids[ask] ?? null);
  }

  /** Whether the event of `other` at `there` is later than what is here. */
  isBefore(ask: number, other: Ranks, there: number): boolean {
    const [here, that] = [ask * this.#stride, there * this.#stride];
    const [mine, its] = [this.#numbers, other.#numbers];
    if (mine[here + TIME] !== its[that + TIME]) return mine[here + TIME]! < its[that + TIME]!;
    return mine[here + CREATED]! < its[that + CREATED]!;
  }

  is({ ask, time, created }: Tie): boolean {
    const at = ask * this.#stride;
    return this.#numbers[at + TIME] === time && this.#numbers[at + CREATED] === created;
  }

  clear(ask: number): void {
    const at = ask * this.#stride;
    this.#numbers[at + TIME] = -Infinity;
    this.#numbers[at + CREATED] = -Infinity;
    if (this.#hasPlace) this.#numbers[at + PLACE] = -1;
  }

  put(ask: number, { time, created, place, id, values }: EventBatch, row: number): void {
    const at = ask * this.#stride;
    this.#numbers[at + TIME] = time[row]!;
    this.#numbers[at + CREATED] = created === undefined ? -Infinity : created[row]!;
    if (this.#hasPlace) this.#numbers[at + PLACE] = place![row]!;
    if (id !== undefined || this.#ids[ask] !== undefined) this.#ids[ask] = id?.[row] ?? null;
    for (let i = 0; i < values.length; i++) {
      const column = this.#columns[i]!;
      if (column.isText) this.#texts[column.at]![ask] = textAt(values[i]!, row);
      else this.#numbers[at + column.at] = values[i]!.values[row] as number;
    }
  }

  copy(from: Ranks, there: number, ask: number): void {
    const [to, source] = [ask * this.#stride, there * this.#stride];
    for (let i = 0; i < this.#stride; i++) this.#numbers[to + i] = from.#numbers[source + i]!;
    const id = from.#ids[there];
    if (id !== undefined || this.#ids[ask] !== undefined) this.#ids[ask] = id ?? null;
    for (let i = 0; i < this.#texts.length; i++) this.#texts[i]![ask] = from.#texts[i]![there]!;
  }
}

function textAt(column: Values, row: number): string | null {
  if (column.kind === 'codes') return column.dictionary[column.values[row]!] ?? null;
  return column.values[row] as string | null;
}

function compareIds(a: string | null, b: string | null): number {
  return a === b ? 0 : (a ?? '') > (b ?? '') ? 1 : -1;
}
