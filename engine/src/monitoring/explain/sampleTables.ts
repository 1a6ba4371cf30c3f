import type { ColumnType } from '../../language/columnType.ts';
import type { Batch, Values } from '../../ports/dataSource.ts';
import { identifier } from '../../ports/sqlText.ts';
import type { AroundRows, RowsInSql } from '../rowsInSql.ts';

/** Rows of both sides, column by column, evenly spread where there are more than can be held. */
export interface SampledTables {
  readonly reference: SampledRows;
  readonly current: SampledRows;
  readonly columns: readonly SampledColumn[];
}

export interface SampledRows {
  readonly rows: number;
  /** Of the whole side. */
  readonly total: number;
  /** Number of each row in its side, from 1. */
  readonly numbers: Float64Array;
}

export type SampledColumn =
  | {
      readonly kind: 'numbers';
      readonly name: string;
      /** NaN is missing. */
      readonly reference: Float32Array;
      readonly current: Float32Array;
    }
  | {
      readonly kind: 'categories';
      readonly name: string;
      /** By code, the reference's first. */
      readonly categories: readonly string[];
      /** -1 is missing. */
      readonly reference: Int32Array;
      readonly current: Int32Array;
    };

export interface SampleLimits {
  readonly columns: readonly string[];
  /** Of a side. */
  readonly rows: number;
}

/** Rows of a side that are looked at by what explains a move, evenly spread. */
export const LOOKED_AT = 50_000;
/** Cells of a side: more columns, fewer rows. */
const MOST_CELLS = 5_000_000;
const LONGEST_TEXT = 256;

const KINDS: Readonly<Partial<Record<ColumnType, SampledColumn['kind']>>> = {
  boolean: 'numbers',
  integer: 'numbers',
  float: 'numbers',
  decimal: 'numbers',
  string: 'categories',
  category: 'categories',
};

/**
 * Reads columns that both sides have in the same kind (where there is no reference: those of the current rows); times, lists and structs are left out. The same rows in the same order give the
 * same sample.
 */
export async function sampleTables(
  around: AroundRows,
  reference: RowsInSql | null,
  current: RowsInSql,
  { columns, rows }: SampleLimits,
): Promise<SampledTables> {
  const kept = columns.flatMap((name) => {
    const kind = kindOf(current, name);
    return kind !== undefined && (reference === null || kindOf(reference, name) === kind) ? [{ name, kind }] : [];
  });
  const most = Math.min(rows, Math.floor(MOST_CELLS / Math.max(1, kept.length)));
  const dictionaries = kept.map(() => new Map<string, number>());
  const before = reference === null ? nothing(kept) : await readSide(around, reference, { kept, most, dictionaries });
  const now = await readSide(around, current, { kept, most, dictionaries });
  return {
    reference: before.side,
    current: now.side,
    columns: kept.map(({ name, kind }, i) =>
      kind === 'numbers'
        ? { kind, name, reference: before.columns[i] as Float32Array, current: now.columns[i] as Float32Array }
        : {
            kind,
            name,
            categories: [...dictionaries[i]!.keys()],
            reference: before.columns[i] as Int32Array,
            current: now.columns[i] as Int32Array,
          },
    ),
  };
}

function kindOf({ columns }: RowsInSql, name: string): SampledColumn['kind'] | undefined {
  const column = columns.find((each) => each.name === name);
  return column && KINDS[column.type];
}

interface Reading {
  readonly kept: readonly { readonly name: string; readonly kind: SampledColumn['kind'] }[];
  readonly most: number;
  /** By column: codes of its texts. */
  readonly dictionaries: readonly Map<string, number>[];
}

interface ReadSide {
  readonly side: SampledRows;
  readonly columns: readonly (Float32Array | Int32Array)[];
}

function nothing(kept: Reading['kept']): ReadSide {
  const columns = kept.map(({ kind }) => (kind === 'numbers' ? new Float32Array() : new Int32Array()));
  return { side: { rows: 0, total: 0, numbers: new Float64Array() }, columns };
}

async function readSide(
  { source, signal }: AroundRows,
  { sql, bindings = {} }: RowsInSql,
  { kept, most, dictionaries }: Reading,
): Promise<ReadSide> {
  const [counted] = await source.rows(`SELECT count(*) AS n FROM (\n${sql}\n)`, bindings, { signal });
  const total = Number(counted?.['n'] ?? 0);
  // An even spread may hold a row more or fewer than its share says.
  const room = Math.min(total, most + Math.ceil(most / 100) + 10);
  const columns = kept.map(({ kind }) => (kind === 'numbers' ? new Float32Array(room) : new Int32Array(room)));
  const numbers = new Float64Array(room);
  let rows = 0;
  for await (const batch of source.batches(spread(sql, kept, total, most), bindings, { signal })) {
    const fitting = Math.min(batch.rows, room - rows);
    copyNumbers(batch, 'n', numbers, rows, fitting);
    for (const [i, column] of columns.entries())
      if (column instanceof Float32Array) copyNumbers(batch, `c${i}`, column, rows, fitting);
      else copyCodes(batch.columns[`c${i}`], column, rows, fitting, dictionaries[i]!);
    rows += fitting;
  }
  const cut = columns.map((column) => column.subarray(0, rows));
  return { side: { rows, total, numbers: numbers.subarray(0, rows) }, columns: cut };
}

/** Every row whose number times the golden ratio has a small fraction: an even spread that no period of the data meets. */
function spread(sql: string, kept: Reading['kept'], total: number, most: number): string {
  const read = kept.map(({ name }, i) => `${identifier(name)} AS c${i}`);
  const values = kept.map(({ kind }, i) =>
    kind === 'numbers' ? `c${i}::DOUBLE AS c${i}` : `left(c${i}::VARCHAR, ${LONGEST_TEXT}) AS c${i}`,
  );
  const numbered = `SELECT ${['row_number() OVER () AS n', ...read].join(', ')} FROM (\n${sql}\n)`;
  const share = BigInt(Math.round((most / Math.max(1, total)) * 2 ** 32));
  // In order they come in full batches instead of a few rows of each.
  const where = total <= most ? '' : ` WHERE (n * 2654435769) % 4294967296 < ${share} ORDER BY n`;
  return `SELECT ${['n::DOUBLE AS n', ...values].join(', ')} FROM (${numbered})${where}`;
}

function copyNumbers(batch: Batch, name: string, to: Float32Array | Float64Array, at: number, rows: number): void {
  const values = batch.columns[name];
  if (values?.kind !== 'numbers') throw new Error(`no numbers came: ${values?.kind}`);
  to.set(values.values.subarray(0, rows), at);
}

function copyCodes(
  values: Values | undefined,
  to: Int32Array,
  at: number,
  rows: number,
  dictionary: Map<string, number>,
): void {
  if (values?.kind !== 'texts') throw new Error(`no texts came: ${values?.kind}`);
  for (let i = 0; i < rows; i++) {
    const text = values.values[i]!;
    if (text === null) to[at + i] = -1;
    else {
      let code = dictionary.get(text);
      if (code === undefined) {
        code = dictionary.size;
        dictionary.set(text, code);
      }
      to[at + i] = code;
    }
  }
}
