import { literal } from '../../ports/sqlText.ts';

/** How values of a SQL type travel as numbers and texts, with no digit lost. */
export interface Encoding {
  /** For each column that a value takes, whether it is text. */
  readonly texts: readonly boolean[];
  /** SQL of the columns for the SQL of a value. */
  encode(value: string): readonly string[];
  /** SQL of the value for the SQL of the columns. */
  decode(columns: readonly string[]): string;
}

/** The encoding of a type that `featureSqlType` gives. NaN and times without end come back as null. */
export function encodingOf(sqlType: string): Encoding {
  if (/^(?:U?(?:TINY|SMALL)INT|U?INTEGER|BOOLEAN)$/.test(sqlType))
    return number((value) => (sqlType === 'BOOLEAN' ? `${value}::INTEGER` : value), sqlType);
  if (sqlType === 'FLOAT' || sqlType === 'DOUBLE') return number((value) => value, sqlType);
  if (sqlType === 'BIGINT')
    return halves(
      (value) => value,
      (value) => value,
    );
  if (sqlType === 'TIMESTAMP')
    return halves(
      (value) => `CASE WHEN isfinite(${value}) THEN epoch_us(${value}) END`,
      (value) => `make_timestamp(${value})`,
    );
  if (sqlType === 'DATE')
    return {
      texts: [false],
      encode: (value) => [`CASE WHEN isfinite(${value}) THEN ${value} - DATE ${literal('1970-01-01')} END`],
      decode: ([days]) => `(DATE ${literal('1970-01-01')} + ${days}::INTEGER)`,
    };
  return { texts: [true], encode: (value) => [`${value}::VARCHAR`], decode: ([text]) => `${text}::${sqlType}` };
}

function number(encode: (value: string) => string, sqlType: string): Encoding {
  return {
    texts: [false],
    encode: (value) => [encode(value)],
    decode: ([column]) => (sqlType === 'BOOLEAN' ? `${column}::INTEGER::BOOLEAN` : `${column}::${sqlType}`),
  };
}

const HALF = '4294967296';

/** A 64-bit integer as two numbers that doubles hold exactly. */
function halves(toInteger: (value: string) => string, fromInteger: (value: string) => string): Encoding {
  return {
    texts: [false, false],
    encode: (value) => {
      const integer = `(${toInteger(value)})`;
      return [`(${integer} // ${HALF})::DOUBLE`, `(${integer} % ${HALF})::DOUBLE`];
    },
    decode: ([high, low]) => fromInteger(`(${high}::BIGINT * ${HALF} + ${low}::BIGINT)`),
  };
}
