import { randomUUID } from 'node:crypto';
import type { DataSource } from '../../ports/dataSource.ts';
import { identifier, listLiteral } from '../../ports/sqlText.ts';
import type { Asks } from './asks.ts';
import { equalKeys } from './keys.ts';
import type { ViewRequest } from './viewRequest.ts';

/** Rows from `from` to before `to`. */
export interface Chunk {
  readonly from: number;
  readonly to: number;
}

/** Names of our columns beside those of the user. */
export const KEY = identifier('modelyard key');
export function keyColumn(index: number): string {
  return identifier(`modelyard key ${index}`);
}

/** SQL of the moments that a lane asks for: `row` (of the chunk), `time` (of the newest event that is seen), keys, `place`. */
export function askedSql(
  { rows, timestamp, lanes, view, place }: ViewRequest,
  lane: number,
  { from, to }: Chunk,
): string {
  const { keys } = lanes[lane]!;
  const time = `${identifier(timestamp)}::TIMESTAMP`;
  const items = [
    `file_row_number - ${from} AS "row"`,
    `epoch_us(${time}) - ${view.availableAfter} AS "time"`,
    ...keys.map((key, i) => `${identifier(key)} AS ${keyColumn(i)}`),
    ...(place === undefined ? [] : [`${identifier(place)} AS "place"`]),
  ];
  const present = keys.map((key) => ` AND ${identifier(key)} IS NOT NULL`).join('');
  return `SELECT ${items.join(', ')} FROM read_parquet(${listLiteral([rows])}, file_row_number = true)
    WHERE file_row_number >= ${from} AND file_row_number < ${to} AND isfinite(${time})${present}`;
}

export interface LoadedAsks {
  readonly asks: Asks;
  /** Table with a number for each key. */
  readonly codes: string;
}

/** Loads what rows ask, and keeps the last of it: views often ask the same. */
export class AskLoader {
  readonly #source: DataSource;
  #last: (LoadedAsks & { readonly of: string }) | undefined;

  constructor(source: DataSource) {
    this.#source = source;
  }

  /** All that the rows of a chunk ask of a view, by key and time. */
  async load(request: ViewRequest, chunk: Chunk): Promise<LoadedAsks> {
    const of = JSON.stringify(request.lanes.map((_, lane) => askedSql(request, lane, chunk)));
    if (this.#last?.of === of) return this.#last;
    await this.close();
    this.#last = { ...(await loadAsks(this.#source, request, chunk)), of };
    return this.#last;
  }

  async close(): Promise<void> {
    const last = this.#last;
    this.#last = undefined;
    if (last !== undefined) await this.#source.execute(`DROP TABLE ${last.codes}`);
  }
}

async function loadAsks(source: DataSource, request: ViewRequest, chunk: Chunk): Promise<LoadedAsks> {
  const { lanes, place, signal } = request;
  const length = chunk.to - chunk.from;
  const columns = lanes[0]!.keys.map((_, i) => keyColumn(i));
  const asked = lanes
    .map((_, i) => `SELECT * REPLACE ("row" + ${i * length} AS "row") FROM (${askedSql(request, i, chunk)})`)
    .join(' UNION ALL ');
  const codes = identifier(`keys ${randomUUID()}`);
  await source.execute(
    `CREATE TABLE ${codes} AS SELECT (row_number() OVER () - 1)::INTEGER AS ${KEY}, *
     FROM (SELECT DISTINCT ${columns.join(', ')} FROM (${asked}))`,
    {},
    { signal },
  );
  const [counted] = await source.rows(`SELECT count(*) AS n FROM ${codes}`, {}, { signal });
  const sql = `SELECT c.${KEY} AS "key", "time"::DOUBLE AS "time", "row"::DOUBLE AS "row"${place === undefined ? '' : ', "place"::DOUBLE AS "place"'}
    FROM (${asked}) a JOIN ${codes} c ON ${equalKeys(
      columns.map((name) => `a.${name}`),
      columns.map((name) => `c.${name}`),
    )} ORDER BY 1, 2`;
  const asks = await readAsks(source.batches(sql, {}, { signal }), {
    rows: length * lanes.length,
    keys: Number(counted!['n']),
    lanes: place === undefined ? 0 : lanes.length,
    length,
  });
  return { asks, codes };
}

interface Sizes {
  readonly rows: number;
  readonly keys: number;
  /** Lanes that must not see themselves. */
  readonly lanes: number;
  readonly length: number;
}

async function readAsks(batches: ReturnType<DataSource['batches']>, sizes: Sizes): Promise<Asks> {
  const times = new Float64Array(sizes.rows);
  const row = new Uint32Array(sizes.rows);
  const place = new Uint32Array(sizes.lanes === 0 ? 0 : sizes.rows);
  const starts = new Uint32Array(sizes.keys + 1);
  let filled = 0;
  for await (const { rows, columns } of batches) {
    const numbers = (name: string) => columns[name]!.values as Float64Array;
    times.set(numbers('time'), filled);
    row.set(numbers('row'), filled);
    if (sizes.lanes > 0) place.set(numbers('place'), filled);
    for (const key of numbers('key')) starts[key + 1]!++;
    filled += rows;
  }
  for (let key = 0; key < sizes.keys; key++) starts[key + 1]! += starts[key]!;
  return {
    rows: sizes.rows,
    times: times.subarray(0, filled),
    row: row.subarray(0, filled),
    starts,
    own: sizes.lanes === 0 ? undefined : ownOf(row, place.subarray(0, filled), sizes),
  };
}

function ownOf(row: Uint32Array, place: Uint32Array, { lanes, length }: Sizes): NonNullable<Asks['own']> {
  const last = place.reduce((most, one) => Math.max(most, one), 0);
  const asks = Array.from({ length: lanes }, () => new Int32Array(last + 1).fill(-1));
  for (let ask = 0; ask < place.length; ask++) asks[Math.floor(row[ask]! / length)]![place[ask]!] = ask;
  return { place, asks };
}
