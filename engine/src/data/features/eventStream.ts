import type { Batch, Bindings, DataSource, Values } from '../../ports/dataSource.ts';
import { type Asks, firstFrom, ownAsks } from './asks.ts';
import { ExactSums, type FloatRange } from './exactSums.ts';
import type { LatestValues, SeenEvent } from './latestValues.ts';
import type { Part } from './sums.ts';

/** What is worked out of the events of a view for the asks of a chunk. */
export interface StreamPlan {
  /** SQL of the events: `key`, `time`, `created` (where the view has one), `place` (where rows that ask are events), `id` (of ties), parts, `value i`. */
  readonly sql: string;
  readonly bindings: Bindings;
  /** Microseconds. */
  readonly availableAfter: number;
  /** For each value of the latest event, whether it comes as text. */
  readonly values: readonly boolean[];
}

export interface WindowPlan {
  /** Microseconds. */
  readonly length: number;
  readonly parts: readonly PartPlan[];
}

export interface PartPlan extends Part {
  readonly name: string;
  /** Its column in the stream; undefined where every event counts as one. */
  readonly column: string | undefined;
  readonly range: FloatRange | undefined;
}

/** What the events leave behind for each ask. */
export interface Found {
  readonly windows: readonly WindowSums[];
  readonly latest: LatestValues;
}

/** Runs events past the asks, in any order. */
export async function streamEvents(
  source: DataSource,
  asks: Asks,
  plan: StreamPlan,
  { windows, latest }: Found,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { starts } = asks;
  const keepsLatest = plan.values.length > 0;
  const seen: SeenEvent = { key: 0, time: 0, created: 0, place: -1, id: null };
  for await (const batch of source.batches(plan.sql, plan.bindings, { signal })) {
    const columns = columnsOf(batch, plan);
    const { key, time, created } = columns;
    for (let row = 0; row < batch.rows; row++) {
      const of = key[row]!;
      const at = time[row]!;
      const visible = created === undefined ? at : Math.max(at, created[row]! - plan.availableAfter);
      const end = starts[of + 1]!;
      const first = firstFrom(asks, of, visible);
      if (first === end) continue;
      if (keepsLatest && latest.awaits(first, at)) {
        readEvent(columns, row, seen);
        latest.offer(first, seen, columns.values, row);
      }
      for (const window of windows)
        window.add(first, end, { key: of, time: at, place: columns.place?.[row] ?? -1 }, row, batch);
    }
  }
}

interface EventColumns {
  readonly key: Numbers;
  readonly time: Numbers;
  readonly created: Numbers | undefined;
  readonly place: Numbers | undefined;
  readonly id: readonly (string | null)[] | undefined;
  readonly values: readonly Values[];
}

type Numbers = Float64Array | Float32Array;

function columnsOf({ columns }: Batch, plan: StreamPlan): EventColumns {
  const numbers = (name: string) => columns[name]?.values as Numbers | undefined;
  return {
    key: numbers('key')!,
    time: numbers('time')!,
    created: numbers('created'),
    place: numbers('place'),
    id: columns['id']?.values as readonly (string | null)[] | undefined,
    values: plan.values.map((_, i) => columns[`value ${i}`]!),
  };
}

function readEvent({ key, time, created, place, id }: EventColumns, row: number, into: SeenEvent): void {
  into.key = key[row]!;
  into.time = time[row]!;
  into.created = created === undefined ? -Infinity : created[row]!;
  into.place = place === undefined ? -1 : place[row]!;
  into.id = id === undefined ? null : (id[row] ?? null);
}

/** Sums over a window, by ask. An event is added at the first ask that sees it and taken back at the first that no longer does. */
export class WindowSums {
  readonly sums: readonly PartSums[];
  readonly #asks: Asks;
  readonly #length: number;

  constructor(asks: Asks, { length, parts }: WindowPlan) {
    this.#asks = asks;
    this.#length = length;
    this.sums = parts.map((part) => new PartSums(asks.times.length, part));
  }

  add(first: number, end: number, event: Pick<SeenEvent, 'key' | 'time' | 'place'>, row: number, batch: Batch): void {
    const gone = firstFrom(this.#asks, event.key, event.time + this.#length);
    if (gone <= first) return;
    const own = ownAsks(this.#asks, event.place, first, gone);
    for (const sum of this.sums) {
      const value = sum.read(batch, row);
      if (value === 0 || Number.isNaN(value)) continue;
      sum.add(first, value);
      if (gone < end) sum.add(gone, -value);
      for (const ask of own) {
        sum.add(ask, -value);
        if (ask + 1 < end) sum.add(ask + 1, value);
      }
    }
  }

  spread(): void {
    const { starts } = this.#asks;
    for (const sum of this.sums)
      for (let key = 0; key + 1 < starts.length; key++)
        for (let ask = starts[key]! + 1; ask < starts[key + 1]!; ask++) sum.carry(ask - 1, ask);
  }
}

/** Sums of one part, by ask. */
export class PartSums {
  readonly name: string;
  readonly #column: string | undefined;
  readonly #exact: ExactSums | undefined;
  readonly #sums: Float64Array;
  #absolute = 0;

  constructor(length: number, { name, column, range }: PartPlan) {
    this.name = name;
    this.#column = column;
    this.#exact = range && new ExactSums(length, range);
    this.#sums = new Float64Array(range === undefined ? length : 0);
  }

  read(batch: Batch, row: number): number {
    return this.#column === undefined ? 1 : (batch.columns[this.#column]!.values as Numbers)[row]!;
  }

  add(ask: number, value: number): void {
    if (this.#exact !== undefined) {
      this.#exact.add(ask, value);
      return;
    }
    this.#sums[ask]! += value;
    this.#absolute += Math.abs(value);
  }

  carry(from: number, to: number): void {
    if (this.#exact === undefined) this.#sums[to]! += this.#sums[from]!;
    else this.#exact.carry(from, to);
  }

  value(ask: number): number {
    return this.#exact === undefined ? this.#sums[ask]! : this.#exact.value(ask);
  }

  /** Whether every sum on the way was an integer that a double holds. */
  get isExact(): boolean {
    return this.#absolute < Number.MAX_SAFE_INTEGER;
  }
}
