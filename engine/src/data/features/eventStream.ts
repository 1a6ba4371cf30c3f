import type { Batch, Bindings, DataSource } from '../../ports/dataSource.ts';
import { type Asks, firstFrom, ownAsks } from './asks.ts';
import type { EventBatch, Numbers } from './eventBatch.ts';
import { EventBuckets } from './eventBuckets.ts';
import { ExactSums, type FloatRange } from './exactSums.ts';
import type { LatestValues } from './latestValues.ts';
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
  const buckets = new EventBuckets(asks, (batch) => {
    const events = eventBatch(batch, plan);
    locate(asks, events, plan.availableAfter);
    if (plan.values.length > 0) latest.offer(events);
    for (const window of windows) window.add(events);
  });
  for await (const batch of source.batches(plan.sql, plan.bindings, { signal })) buckets.add(batch);
  buckets.end();
}

function eventBatch({ rows, columns }: Batch, plan: StreamPlan): EventBatch {
  const numbers = (name: string) => columns[name]?.values as Numbers | undefined;
  return {
    rows,
    key: numbers('key')!,
    time: numbers('time')!,
    created: numbers('created'),
    place: numbers('place'),
    id: columns['id']?.values as readonly (string | null)[] | undefined,
    values: plan.values.map((_, i) => columns[`value ${i}`]!),
    columns,
    first: new Int32Array(rows),
  };
}

function locate(asks: Asks, { rows, key, time, created, first }: EventBatch, availableAfter: number): void {
  const { times, starts } = asks;
  for (let row = 0; row < rows; row++) {
    const of = key[row]!;
    const visible = created === undefined ? time[row]! : Math.max(time[row]!, created[row]! - availableAfter);
    const end = starts[of + 1]!;
    // `firstFrom`, written out: this is where the time goes.
    let low = starts[of]!;
    let high = end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (times[middle]! < visible) low = middle + 1;
      else high = middle;
    }
    first[row] = low === end ? -1 : low;
  }
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

  add(events: EventBatch): void {
    const gone = this.#gone(events);
    for (const sum of this.sums) sum.addAll(events, gone, this.#asks.starts);
    if (this.#asks.own !== undefined) this.#takeOwn(events, gone, this.#asks);
  }

  /** The first ask that no longer sees each event. */
  #gone({ rows, key, time, first }: EventBatch): Int32Array {
    const gone = new Int32Array(rows);
    for (let row = 0; row < rows; row++)
      gone[row] = first[row]! < 0 ? -1 : firstFrom(this.#asks, key[row]!, time[row]! + this.#length);
    return gone;
  }

  /** No row sees itself. */
  #takeOwn(events: EventBatch, gone: Int32Array, asks: Asks): void {
    for (let row = 0; row < events.rows; row++)
      for (const ask of ownAsks(asks, events.place![row]!, events.first[row]!, gone[row]!))
        for (const sum of this.sums) sum.take(ask, events, row, asks.starts);
  }

  spread(): void {
    const { starts } = this.#asks;
    for (const sum of this.sums)
      for (let key = 0; key + 1 < starts.length; key++)
        for (let ask = starts[key]! + 1; ask < starts[key + 1]!; ask++) sum.carry(ask - 1, ask);
  }
}

/** Sums of one part, by ask. */
class PartSums {
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

  addAll({ rows, key, first, columns }: EventBatch, gone: Int32Array, starts: Uint32Array): void {
    const values = this.#column === undefined ? undefined : (columns[this.#column]!.values as Numbers);
    for (let row = 0; row < rows; row++) {
      const from = first[row]!;
      const to = gone[row]!;
      const value = values === undefined ? 1 : values[row]!;
      if (from < 0 || to <= from || value === 0 || Number.isNaN(value)) continue;
      this.#add(from, value);
      if (to < starts[key[row]! + 1]!) this.#add(to, -value);
    }
  }

  /** Takes an event back from one ask that it was added to. */
  take(ask: number, { key, columns }: EventBatch, row: number, starts: Uint32Array): void {
    const value = this.#column === undefined ? 1 : (columns[this.#column]!.values as Numbers)[row]!;
    if (Number.isNaN(value)) return;
    this.#add(ask, -value);
    if (ask + 1 < starts[key[row]! + 1]!) this.#add(ask + 1, value);
  }

  #add(ask: number, value: number): void {
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
