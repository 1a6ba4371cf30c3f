import type { Batch, Values } from '../../ports/dataSource.ts';
import type { Asks } from './asks.ts';

/** Asks that fit into a processor's cache with all that is kept of them. */
const FEW = 2 ** 15;
const BUCKETS = 128;
const ROWS = 4096;

/**
 * Puts events of neighbouring keys together before they are worked with: their asks then lie near each other in memory, which makes the
 * work twice as fast where asks are many.
 */
export class EventBuckets {
  readonly #work: (batch: Batch) => void;
  readonly #shift: number;
  readonly #isDirect: boolean;
  readonly #filled = new Int32Array(BUCKETS);
  readonly #numbers = new Map<string, Float64Array>();
  readonly #texts = new Map<string, (string | null)[]>();

  constructor({ times, starts }: Asks, work: (batch: Batch) => void) {
    this.#work = work;
    this.#isDirect = times.length <= FEW;
    this.#shift = Math.max(0, Math.ceil(Math.log2(starts.length / BUCKETS)));
  }

  add(batch: Batch): void {
    if (this.#isDirect || batch.rows > ROWS) {
      this.#work(batch);
      return;
    }
    const places = this.#places(batch);
    for (const [name, values] of Object.entries(batch.columns)) this.#scatter(name, values, places);
  }

  /** Works with what is left. */
  end(): void {
    for (let bucket = 0; bucket < BUCKETS; bucket++) this.#empty(bucket);
  }

  /** Where each row goes. Buckets that would overflow are worked with before. */
  #places({ rows, columns }: Batch): Int32Array {
    const key = columns['key']!.values as Float64Array;
    const places = new Int32Array(rows);
    const more = new Int32Array(BUCKETS);
    for (let row = 0; row < rows; row++) more[key[row]! >>> this.#shift]!++;
    for (let bucket = 0; bucket < BUCKETS; bucket++)
      if (this.#filled[bucket]! + more[bucket]! > ROWS) this.#empty(bucket);
    for (let row = 0; row < rows; row++) {
      const bucket = key[row]! >>> this.#shift;
      places[row] = bucket * ROWS + this.#filled[bucket]!++;
    }
    return places;
  }

  #scatter(name: string, column: Values, places: Int32Array): void {
    if (column.kind === 'numbers') {
      const into = this.#numbers.get(name) ?? new Float64Array(BUCKETS * ROWS);
      this.#numbers.set(name, into);
      const { values } = column;
      for (let row = 0; row < places.length; row++) into[places[row]!] = values[row]!;
      return;
    }
    const into = this.#texts.get(name) ?? new Array<string | null>(BUCKETS * ROWS).fill(null);
    this.#texts.set(name, into);
    for (let row = 0; row < places.length; row++)
      into[places[row]!] =
        column.kind === 'texts' ? column.values[row]! : (column.dictionary[column.values[row]!] ?? null);
  }

  #empty(bucket: number): void {
    const rows = this.#filled[bucket]!;
    if (rows === 0) return;
    this.#filled[bucket] = 0;
    const [from, to] = [bucket * ROWS, bucket * ROWS + rows];
    const columns: Record<string, Values> = {};
    for (const [name, values] of this.#numbers) columns[name] = { kind: 'numbers', values: values.subarray(from, to) };
    for (const [name, values] of this.#texts) columns[name] = { kind: 'texts', values: values.slice(from, to) };
    this.#work({ rows, columns });
  }
}
