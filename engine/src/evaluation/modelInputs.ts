import { Failure } from '../failure.ts';
import type { Column } from '../language/columnType.ts';
import { nearest } from '../language/nearest.ts';
import type { DataSource } from '../ports/dataSource.ts';
import type { Signature, SignatureInput } from '../ports/learner.ts';
import { identifier } from '../ports/sqlText.ts';

/** SQL types that inputs are read as. */
const SQL_TYPES: Readonly<Record<SignatureInput, string>> = {
  float: 'FLOAT',
  double: 'DOUBLE',
  integer: 'INTEGER',
  long: 'BIGINT',
  boolean: 'BOOLEAN',
  datetime: 'TIMESTAMP',
  string: 'VARCHAR',
};

/** SELECT item of a column as a model reads it. */
export function inputItem(name: string, type: SignatureInput): string {
  return `cast(${identifier(name)} as ${SQL_TYPES[type]})`;
}

export interface CheckInputsRequest {
  readonly data: DataSource;
  /** What stands after FROM, and how it is called in messages. */
  readonly relation: string;
  readonly name: string;
  readonly signature: Signature;
}

/** A column that is missing or cannot be read as its type is a `Failure` that names it, and the first row that is wrong. */
export async function checkInputs({ data, relation, name, signature }: CheckInputsRequest): Promise<void> {
  const columns = new Map((await data.columns(`select * from ${relation}`)).map((column) => [column.name, column]));
  const names = [...columns.keys()];
  const missing = Object.keys(signature.inputs).filter((input) => !columns.has(input));
  if (missing.length > 0) {
    const near = nearest(missing[0] as string, names);
    throw new Failure(
      'missing-input',
      `${name} has no column ${missing.map((one) => `\`${one}\``).join(', ')}, which the model reads.`,
      {
        next: near
          ? `Did you mean \`${near}\`? Rename it.`
          : `It has: ${names.slice(0, 30).join(', ')}. Give all of the model’s inputs.`,
      },
    );
  }
  for (const [input, type] of Object.entries(signature.inputs))
    await checkInput({ data, relation, name }, columns.get(input) as Column, type);
}

const NUMBERS: readonly Column['type'][] = ['boolean', 'integer', 'float', 'decimal'];
const TEXTS: readonly Column['type'][] = ['string', 'category'];
const TIMES: readonly Column['type'][] = ['date', 'timestamp'];

/** Types of columns whose every value is one of the input. */
const FITTING: Readonly<Record<SignatureInput, readonly Column['type'][] | undefined>> = {
  float: NUMBERS,
  double: NUMBERS,
  integer: ['boolean'],
  long: ['boolean'],
  boolean: ['boolean'],
  datetime: TIMES,
  string: undefined,
};

async function checkInput(
  { data, relation, name }: Pick<CheckInputsRequest, 'data' | 'relation' | 'name'>,
  column: Column,
  type: SignatureInput,
): Promise<void> {
  if (column.sqlType === 'NULL' || column.sqlType === '"NULL"') return;
  if (FITTING[type]?.includes(column.type) ?? true) return;
  const wrongValue = wrongValueSql(column, type);
  const [wrong] =
    wrongValue === undefined
      ? [{ row: 1, value: column.type }]
      : await data.rows(
          `select row, cast(value as VARCHAR) as value
           from (select row_number() over () as row, ${identifier(column.name)} as value from ${relation})
           where value is not null and ${wrongValue} order by row limit 1`,
        );
  if (wrong === undefined) return;
  const next =
    type === 'float'
      ? 'Correct the value, or leave it empty: the model knows missing values.'
      : 'Correct the value, or leave it empty.';
  throw new Failure(
    'input-type',
    `In ${name}, column \`${column.name}\` should hold ${WORDS[type]} for the model but row ${wrong.row} holds \`${wrong.value}\`.`,
    { next },
  );
}

const WORDS: Readonly<Record<SignatureInput, string>> = {
  float: 'numbers',
  double: 'numbers',
  integer: 'whole numbers',
  long: 'whole numbers',
  boolean: 'true or false',
  datetime: 'times',
  string: 'texts',
};

/** SQL that holds of a `value` of the column which is none of the input's type; undefined: none of them is. */
function wrongValueSql({ type: of }: Column, type: SignatureInput): string | undefined {
  const fails = `try_cast(value as ${SQL_TYPES[type]}) is null`;
  if (type === 'integer' || type === 'long') {
    if (!NUMBERS.includes(of) && !TEXTS.includes(of)) return undefined;
    return `(${fails} or try_cast(value as DOUBLE) is distinct from cast(try_cast(value as ${SQL_TYPES[type]}) as DOUBLE))`;
  }
  if (type === 'boolean' && NUMBERS.includes(of)) return 'value not in (0, 1)';
  return TEXTS.includes(of) ? fails : undefined;
}
