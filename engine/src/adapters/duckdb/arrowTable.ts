import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { zstdDecompressSync } from 'node:zlib';
import type { DuckDBConnection } from '@duckdb/node-api';
import {
  CompressionType,
  compressionRegistry,
  type DataType,
  RecordBatchReader,
  Type,
  type Vector,
} from 'apache-arrow';
import { sourceCorrupt } from '../../failure.ts';
import type { SinkColumn, TableFiles, Values } from '../../ports/dataSource.ts';
import { identifier, literal } from '../../ports/sqlText.ts';
import { appendValues } from './chunkWriter.ts';
import { timesInUtc, zoneOf } from './localTimes.ts';
import { unpackLz4 } from './lz4.ts';
import { FILE_COLUMN } from './partitions.ts';

/** Copies Arrow IPC and Feather files, batch by batch, into tables; gives SQL that reads them. */
export async function loadArrow(connection: DuckDBConnection, table: TableFiles): Promise<string> {
  const { files, partitions } = table;
  compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: unpackLz4 });
  compressionRegistry.set(CompressionType.ZSTD, { decode: zstdDecompressSync });
  const parts: string[] = [];
  for (const file of files) {
    const loaded = identifier(await loadFile(connection, file));
    const from = await timesInUtc(connection, loaded, zoneOf(table));
    const place = partitions === undefined ? '' : `, ${literal(file)} AS ${identifier(FILE_COLUMN)}`;
    parts.push(`SELECT *${place} FROM ${from}`);
  }
  return `(${parts.join(' UNION ALL BY NAME ')})`;
}

async function loadFile(connection: DuckDBConnection, file: string): Promise<string> {
  const table = `arrow ${randomUUID()}`;
  try {
    const reader = await RecordBatchReader.from(createReadStream(file));
    await reader.open();
    const columns = reader.schema.fields.map((field) => ({
      name: field.name,
      ...columnFor(file, field.name, field.type),
    }));
    const described = columns.map((column) => `${identifier(column.name)} ${column.sqlType}`);
    await connection.run(`CREATE TABLE ${identifier(table)} (${described.join(', ')})`);
    const appender = await connection.createAppender(table);
    const types = columns.map((_, index) => appender.columnType(index));
    for await (const batch of reader) {
      const values = columns.map((column, index) => column.read(batch.getChildAt(index)!));
      appendValues(appender, types, values, batch.numRows);
    }
    appender.closeSync();
    return table;
  } catch (error) {
    throw arrowFailure(file, error);
  }
}

interface ArrowColumn extends Omit<SinkColumn, 'name'> {
  readonly read: (vector: Vector) => Values;
}

function columnFor(file: string, name: string, type: DataType): ArrowColumn {
  const sqlType = sqlTypeOf(type);
  if (sqlType === undefined) {
    const next = 'Save the file as Parquet, or without this column.';
    throw sourceCorrupt(file, `column \`${name}\` has the type ${type}, which is not read from Arrow`, next);
  }
  if (sqlType === 'VARCHAR') return { sqlType, read: texts };
  return { sqlType, read: (vector) => numbers(vector, type) };
}

const INTEGERS: Readonly<Record<number, readonly [signed: string, unsigned: string]>> = {
  8: ['TINYINT', 'UTINYINT'],
  16: ['SMALLINT', 'USMALLINT'],
  32: ['INTEGER', 'UINTEGER'],
  64: ['BIGINT', 'UBIGINT'],
};

function sqlTypeOf(type: DataType): string | undefined {
  switch (type.typeId) {
    case Type.Int: {
      const { bitWidth, isSigned } = type as DataType & { bitWidth: number; isSigned: boolean };
      return INTEGERS[bitWidth]?.[isSigned ? 0 : 1];
    }
    case Type.Float:
      return (type as DataType & { precision: number }).precision === 2 ? 'DOUBLE' : 'FLOAT';
    case Type.Bool:
      return 'BOOLEAN';
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Null:
      return 'VARCHAR';
    case Type.Dictionary:
      return sqlTypeOf((type as DataType & { dictionary: DataType }).dictionary) === 'VARCHAR' ? 'VARCHAR' : undefined;
    case Type.Date:
      return 'DATE';
    case Type.Timestamp:
      return (type as DataType & { timezone?: string | null }).timezone ? 'TIMESTAMP WITH TIME ZONE' : 'TIMESTAMP';
    default:
      return undefined;
  }
}

function texts(vector: Vector): Values {
  const values: (string | null)[] = [];
  for (const value of vector) values.push(value === null ? null : String(value));
  return { kind: 'texts', values };
}

/** apache-arrow gives dates and timestamps in milliseconds, with a fraction below. */
function numbers(vector: Vector, type: DataType): Values {
  const factor = type.typeId === Type.Timestamp || type.typeId === Type.Date ? 1_000 : 1;
  const values = new Float64Array(vector.length);
  for (let row = 0; row < vector.length; row++) {
    const value: unknown = vector.get(row);
    values[row] = value === null ? Number.NaN : factor === 1 ? Number(value) : Math.round(Number(value) * factor);
  }
  return { kind: 'numbers', values };
}

function arrowFailure(file: string, error: unknown): unknown {
  if (error instanceof Error && error.name === 'Failure') return error;
  const why = error instanceof Error ? error.message : String(error);
  if (/compress|codec/i.test(why)) {
    return sourceCorrupt(
      file,
      `packed in a way that is not read (${why})`,
      'Save the file without compression, or as Parquet.',
    );
  }
  return sourceCorrupt(
    file,
    `no Arrow file, or one that was cut off (${why})`,
    'Write the file again from where it came from.',
  );
}
