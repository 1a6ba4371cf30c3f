import { randomUUID } from 'node:crypto';
import { posix as path } from 'node:path';
import type { Column } from '../../language/columnType.ts';
import type { DataSource, SinkColumn, TableSink, Values } from '../../ports/dataSource.ts';
import { identifier, listLiteral } from '../../ports/sqlText.ts';
import { isOrderFree, pairsSql } from './aggregatePairs.ts';
import type { AskLoader, Chunk } from './askedRows.ts';
import type { Asks } from './asks.ts';
import { encodingOf } from './encoding.ts';
import { eventPlan, floatRanges, type Ranges, tieTable, windowPlans } from './eventSql.ts';
import { type Found, streamEvents, WindowSums } from './eventStream.ts';
import { LatestValues } from './latestValues.ts';
import type { PlannedField } from './planFields.ts';
import { partName } from './sums.ts';
import type { Lane, ViewRequest } from './viewRequest.ts';

/** What rows ask is loaded once for views that are asked the same. */
type Loading = ViewRequest & { readonly loader: AskLoader };

export interface ViewTables {
  /** SQL after POSITIONAL JOIN, with the rows in their order. */
  readonly relations: readonly string[];
  readonly columns: readonly Column[];
}

const MEMORY = 384 * 2 ** 20;

/** The fields of a view for each row, in files. */
export async function viewTables(source: DataSource, request: Loading): Promise<ViewTables> {
  const ranges = await floatRanges(source, request, request.signal);
  const planned = request.fields.map((field) => (hasRanges(field, ranges) ? field : inPairs(field)));
  const perRow = request.lanes.length * bytesOfAsk(planned, ranges);
  const chunks = chunksOf(request.count, Math.max(1, Math.floor((request.memory ?? MEMORY) / perRow)));
  const streamed = await streamFields(source, { ...request, fields: planned }, chunks, ranges);
  const relations = [...streamed.relations];
  const paired = planned.filter((field) => field.way.kind === 'pairs' || streamed.inexact.has(field.name));
  for (const group of Map.groupBy(paired, (field) => field.window).values())
    relations.push(...(await pairFields(source, request, chunks, group)));
  const columns = request.lanes.flatMap(({ prefix, fields }) =>
    fields.map((name): Column => {
      const { type, sqlType } = request.fields.find((field) => field.name === name)!;
      return { name: prefix + name, type, sqlType };
    }),
  );
  return { relations, columns };
}

function hasRanges({ name, way }: PlannedField, ranges: Ranges): boolean {
  return way.kind !== 'sums' || way.of.parts.every((_, i) => ranges.get(partName(name, i)) !== null);
}

function inPairs(field: PlannedField): PlannedField {
  return { ...field, way: { kind: 'pairs' } };
}

/** About what an ask takes while events stream by, and as a row of the result. */
function bytesOfAsk(fields: readonly PlannedField[], ranges: Ranges): number {
  const bytes = fields.map(({ name, way, sqlType }) => {
    if (way.kind === 'pairs') return 0;
    if (way.kind === 'sums')
      return way.of.parts.reduce((sum, _, i) => sum + 8 * (ranges.get(partName(name, i))?.digits ?? 1) + 8, 0);
    return encodingOf(sqlType).texts.reduce((sum, isText) => sum + (isText ? 64 : 24), 0);
  });
  return bytes.reduce((sum, one) => sum + one, 64);
}

function chunksOf(count: number, size: number): readonly Chunk[] {
  return Array.from({ length: Math.ceil(count / size) }, (_, i) => ({
    from: i * size,
    to: Math.min(count, (i + 1) * size),
  }));
}

interface StreamedFields {
  readonly relations: readonly string[];
  /** Fields whose sums left the integers that a double holds. */
  readonly inexact: ReadonlySet<string>;
}

/** Fields that are worked out while the events stream by: a file for each lane. */
async function streamFields(
  source: DataSource,
  request: Loading,
  chunks: readonly Chunk[],
  ranges: Ranges,
): Promise<StreamedFields> {
  const fields = request.fields.filter((field) => field.way.kind !== 'pairs');
  if (fields.length === 0) return { relations: [], inexact: new Set() };
  const files = request.lanes.map(() => path.join(request.folder, `features-${randomUUID()}.parquet`));
  const sinks: TableSink[] = [];
  const inexact = new Set<string>();
  try {
    for (const file of files) sinks.push(await source.sink(file, sinkColumns(fields), 'parquet'));
    for (const chunk of chunks) {
      const { asks, found } = await streamChunk(source, { ...request, fields }, chunk, ranges);
      for (const field of inexactFields(fields, found)) inexact.add(field);
      const length = chunk.to - chunk.from;
      for (const [lane, sink] of sinks.entries())
        await sink.append(chunkColumns(fields, request, { asks, found, lane, length }), length);
    }
    for (const sink of sinks) await sink.close();
  } catch (error) {
    for (const sink of sinks) await sink.abort();
    throw error;
  }
  const exact = fields.filter((field) => !inexact.has(field.name));
  return { relations: files.flatMap((file, i) => laneRelation(file, request.lanes[i]!, exact)), inexact };
}

async function streamChunk(source: DataSource, request: Loading, chunk: Chunk, ranges: Ranges) {
  const { folder, signal, loader } = request;
  const { asks, codes } = await loader.load(request, chunk);
  const tables: string[] = [];
  try {
    const plan = eventPlan(request, { asks, codes });
    const windows = windowPlans(request.fields, ranges).map((window) => new WindowSums(asks, window));
    const latest = new LatestValues(asks, plan.values);
    await streamEvents(source, asks, plan, { windows, latest }, signal);
    const tied = latest.takeTies();
    if (tied.length > 0) {
      const ties = await tieTable(source, tied, folder, signal);
      tables.push(ties);
      await streamEvents(source, asks, eventPlan(request, { asks, codes, ties }), { windows: [], latest }, signal);
    }
    latest.spread();
    for (const window of windows) window.spread();
    return { asks, found: { windows, latest } };
  } finally {
    for (const table of tables) await source.execute(`DROP TABLE ${table}`);
  }
}

function inexactFields(fields: readonly PlannedField[], { windows }: Found): readonly string[] {
  const broken = new Set(windows.flatMap(({ sums }) => sums).flatMap((sums) => (sums.isExact ? [] : [sums.name])));
  return fields.flatMap(({ name, way }) =>
    way.kind === 'sums' && way.of.parts.some((_, i) => broken.has(partName(name, i))) ? [name] : [],
  );
}

const ASKED = 'asked';

function sinkColumns(fields: readonly PlannedField[]): readonly SinkColumn[] {
  const columns = fields.flatMap(({ name, way, sqlType }) => {
    if (way.kind === 'sums') return way.of.parts.map((_, i) => ({ name: partName(name, i), sqlType: 'DOUBLE' }));
    return encodingOf(sqlType).texts.map((isText, i) => ({
      name: `${name} ${i}`,
      sqlType: isText ? 'VARCHAR' : 'DOUBLE',
    }));
  });
  return [...(needsAsked(fields) ? [{ name: ASKED, sqlType: 'BOOLEAN' }] : []), ...columns];
}

/** Without an event, a sum has a value where a row asks, and none where it does not. */
function needsAsked(fields: readonly PlannedField[]): boolean {
  return fields.some((field) => field.way.kind === 'sums');
}

interface ChunkResult {
  readonly asks: Asks;
  readonly found: Found;
  readonly lane: number;
  readonly length: number;
}

/** What was found for a lane, in the order of the rows. */
function chunkColumns(fields: readonly PlannedField[], { view }: ViewRequest, result: ChunkResult): readonly Values[] {
  const { asks, found, lane, length } = result;
  const { latest } = found;
  const sums = new Map(found.windows.flatMap(({ sums: all }) => all).map((one) => [one.name, one]));
  let column = 0;
  const columns = fields.flatMap(({ name, way, sqlType, ttl = Infinity }): readonly LaneColumn[] => {
    if (way.kind === 'sums')
      return way.of.parts.map((_, i) => {
        const sum = sums.get(partName(name, i))!;
        return laneNumbers(length, (ask) => sum.value(ask));
      });
    const isAlive = (ask: number) => latest.time(ask) >= asks.times[ask]! + view.availableAfter - ttl;
    return encodingOf(sqlType).texts.map((isText) => {
      const at = column++;
      return isText
        ? laneTexts(length, (ask) => (isAlive(ask) ? latest.text(ask, at) : null))
        : laneNumbers(length, (ask) => (isAlive(ask) ? latest.number(ask, at) : Number.NaN));
    });
  });
  const all = needsAsked(fields) ? [laneNumbers(length, () => 1), ...columns] : columns;
  eachAsk(asks, lane, length, (ask, row) => {
    for (const one of all) one.fill(ask, row);
  });
  return all.map(({ values }) => values);
}

/** A column of a lane that is filled ask by ask. */
interface LaneColumn {
  readonly values: Values;
  fill(ask: number, row: number): void;
}

function laneNumbers(length: number, value: (ask: number) => number): LaneColumn {
  const values = new Float64Array(length).fill(Number.NaN);
  return {
    values: { kind: 'numbers', values },
    fill: (ask, row) => {
      values[row] = value(ask);
    },
  };
}

function laneTexts(length: number, value: (ask: number) => string | null): LaneColumn {
  const values = new Array<string | null>(length).fill(null);
  return {
    values: { kind: 'texts', values },
    fill: (ask, row) => {
      values[row] = value(ask);
    },
  };
}

function eachAsk({ row }: Asks, lane: number, length: number, work: (ask: number, row: number) => void): void {
  const first = lane * length;
  for (let ask = 0; ask < row.length; ask++) {
    const at = row[ask]! - first;
    if (at >= 0 && at < length) work(ask, at);
  }
}

function laneRelation(
  file: string,
  { prefix, fields: wanted }: Lane,
  fields: readonly PlannedField[],
): readonly string[] {
  const items = fields
    .filter((field) => wanted.includes(field.name))
    .map((field) => `${fieldSql(field)} AS ${identifier(prefix + field.name)}`);
  if (items.length === 0) return [];
  const parts = fields.flatMap(({ name, way }) =>
    way.kind === 'sums'
      ? way.of.parts.map(({ sqlType }, i) => {
          const column = identifier(partName(name, i));
          return `${column}::${sqlType} AS ${column}`;
        })
      : [],
  );
  const replaced = parts.length === 0 ? '*' : `* REPLACE (${parts.join(', ')})`;
  return [`(SELECT ${items.join(', ')} FROM (SELECT ${replaced} FROM read_parquet(${listLiteral([file])})))`];
}

function fieldSql({ name, way, sqlType }: PlannedField): string {
  if (way.kind === 'sums') return `CAST(CASE WHEN ${ASKED} THEN (\n${way.of.sql}\n) END AS ${sqlType})`;
  const { texts, decode } = encodingOf(sqlType);
  return decode(texts.map((_, i) => identifier(`${name} ${i}`)));
}

/** Fields of one window that only the data engine can aggregate: a file for each lane and chunk. */
async function pairFields(
  source: DataSource,
  request: ViewRequest,
  chunks: readonly Chunk[],
  fields: readonly PlannedField[],
): Promise<readonly string[]> {
  const isFree = fields.every((field) => isOrderFree(field.sql));
  const engine = isFree ? source : await request.alone();
  const there = isFree ? request : { ...request, relation: await engine.relation(request.events) };
  const relations: string[] = [];
  for (const [lane, { fields: wanted }] of request.lanes.entries()) {
    const own = fields.filter((field) => wanted.includes(field.name));
    if (own.length === 0) continue;
    const files: string[] = [];
    for (const chunk of chunks) {
      const file = path.join(request.folder, `features-${randomUUID()}.parquet`);
      await engine.write(pairsSql(there, lane, chunk, own), file, { signal: request.signal });
      files.push(file);
    }
    relations.push(`(SELECT * FROM read_parquet(${listLiteral(files)}))`);
  }
  return relations;
}
