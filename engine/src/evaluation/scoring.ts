import type { Column } from '../language/columnType.ts';
import type { DataSource, SinkColumn, Values } from '../ports/dataSource.ts';
import type { Signature, SignatureOutput } from '../ports/learner.ts';
import type { OpenModel } from '../ports/modelRuntime.ts';
import { identifier } from '../ports/sqlText.ts';
import type { Scored } from './scored.ts';

export interface ScoreRequest {
  readonly data: DataSource;
  /** What stands after FROM, and how it is called in messages. */
  readonly relation: string;
  readonly name: string;
  readonly model: OpenModel;
  readonly signature: Signature;
  /** Column of the truth. */
  readonly target: string;
  /** Column that tells rows apart; their number counts from 1 without it. */
  readonly rowId?: string | undefined;
  readonly slices: readonly string[];
  /** Other columns that stand in the file of scores. */
  readonly extras: readonly SinkColumn[];
  /** Binary: from which probability on a row is predicted positive. */
  readonly threshold: number;
  /** The file of scores, Parquet. */
  readonly file: string;
  readonly signal?: AbortSignal;
  progress?(rows: number): void;
}

export interface ScoredTable {
  readonly scored: Scored;
  readonly output: SignatureOutput;
  readonly rows: number;
  readonly columns: readonly SinkColumn[];
}

/** With the type of the column of the truth. */
export type ScoringRequest = ScoreRequest & { readonly truth: Column['type'] };

/** Labels as the file of scores has them: texts of the classes in the label’s own type. */
export function typed(values: Values, output: SignatureOutput): Values {
  if (values.kind === 'numbers' || output.label === 'string') return values;
  const texts =
    values.kind === 'texts' ? values.values : Array.from(values.values, (code) => values.dictionary[code] ?? null);
  const number = (text: string | null) =>
    text === null ? Number.NaN : text === 'true' ? 1 : text === 'false' ? 0 : Number(text);
  return { kind: 'numbers', values: Float64Array.from(texts, number) };
}

export function rowNumbers(before: number, rows: number): Values {
  return { kind: 'texts', values: Array.from({ length: rows }, (_, index) => String(before + index + 1)) };
}

/** SELECT items of what stands in the file of scores beside the answers. */
export function keepItems(request: ScoringRequest, output: SignatureOutput): string[] {
  return [
    `${truthSql(request, output)} as label`,
    ...(request.rowId === undefined ? [] : [`cast(${identifier(request.rowId)} as VARCHAR) as row_id`]),
    ...request.extras.map((column, index) => `${identifier(column.name)} as extra_${index}`),
    ...request.slices.map((column, index) => `cast(${identifier(column)} as VARCHAR) as slice_${index}`),
  ];
}

/** A truth of another type than the label's is the same value in the label's type; what is none is null. */
function truthSql({ target, truth }: ScoringRequest, { task, label }: SignatureOutput): string {
  const column = identifier(target);
  if (task === 'regression' && label === 'float') return `cast(${column} as DOUBLE)`;
  if (label === 'boolean' && truth !== 'boolean') return `cast(try_cast(${column} as BOOLEAN) as VARCHAR)`;
  if (label !== 'integer' || truth === 'integer') return `cast(${column} as VARCHAR)`;
  const number = `try_cast(${column} as DOUBLE)`;
  const whole = `try_cast(${number} as BIGINT)`;
  return `case when ${number} = ${whole} then cast(${whole} as VARCHAR) end`;
}
