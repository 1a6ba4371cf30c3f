import type { Column, ColumnType } from '../../language/columnType.ts';
import type { Values } from '../../ports/dataSource.ts';

/** The sampled values of a column. */
export interface SampleColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** Numbers, times (microseconds since 1970) and texts that read like either; NaN where a value is missing. Undefined for other texts. */
  readonly numbers: Float64Array | undefined;
  /** Whether `numbers` are points in time. */
  readonly isTime: boolean;
  /** Texts: each row's place in `dictionary`, -1 where it is missing. */
  readonly texts: { readonly codes: Int32Array; readonly dictionary: readonly string[] } | undefined;
  readonly missing: number;
}

export interface ColumnBuilder {
  append(values: Values): void;
  column(): SampleColumn;
}

/** Gathers batches of one column; blank texts are missing values. */
export function columnBuilder({ name, type }: Column): ColumnBuilder {
  const numbers = growing();
  const codes = growing();
  const dictionary = new Map<string, number>();
  const codeOf = (text: string | null | undefined): number => {
    if (text === null || text === undefined || text.trim() === '') return -1;
    const known = dictionary.get(text);
    if (known !== undefined) return known;
    dictionary.set(text, dictionary.size);
    return dictionary.size - 1;
  };
  return {
    append(values) {
      if (values.kind === 'numbers') numbers.push(values.values);
      else if (values.kind === 'texts') codes.push(values.values.map(codeOf));
      else codes.push(Array.from(values.values, (code) => codeOf(values.dictionary[code])));
    },
    column() {
      const isText = codes.length() > 0;
      const own = numbers.values();
      if (!isText)
        return {
          name,
          type,
          numbers: own,
          isTime: type === 'timestamp' || type === 'date',
          texts: undefined,
          missing: countMissing(own),
        };
      const texts = { codes: Int32Array.from(codes.values()), dictionary: [...dictionary.keys()] };
      const missing = texts.codes.reduce((sum, code) => sum + (code < 0 ? 1 : 0), 0);
      const read = readTexts(texts.dictionary);
      const found = read && Float64Array.from(texts.codes, (code) => (code < 0 ? Number.NaN : read.values[code]!));
      return { name, type, numbers: found, isTime: read?.isTime === true, texts, missing };
    },
  };
}

/** Of the different texts this share must read like numbers, or like times. */
const READABLE = 0.95;

function readTexts(texts: readonly string[]): { readonly values: Float64Array; readonly isTime: boolean } | undefined {
  for (const { read, isTime } of [
    { read: readNumber, isTime: false },
    { read: readTime, isTime: true },
  ]) {
    const values = Float64Array.from(texts, read);
    if (texts.length > 0 && countMissing(values) <= (1 - READABLE) * texts.length) return { values, isTime };
  }
  return undefined;
}

const NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

function readNumber(text: string): number {
  return NUMBER.test(text) ? Number(text) : Number.NaN;
}

const TIME = /^\s*(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s*(Z|[+-]\d\d(?::?\d\d)?)?)?\s*$/;

/** ISO 8601, UTC where no zone is said. */
function readTime(text: string): number {
  const [, date, time = '00:00', zone = 'Z'] = TIME.exec(text) ?? [];
  if (date === undefined) return Number.NaN;
  const offset = /^[+-]\d\d$/.test(zone) ? `${zone}:00` : zone.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2');
  return Date.parse(`${date}T${time}${offset}`) * 1000;
}

function countMissing(values: Float64Array): number {
  let missing = 0;
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i]!)) missing++;
  return missing;
}

function growing() {
  let held = new Float64Array(4096);
  let length = 0;
  return {
    length: () => length,
    push(values: ArrayLike<number>) {
      if (length + values.length > held.length) {
        const larger = new Float64Array(Math.max(held.length * 2, length + values.length));
        larger.set(held.subarray(0, length));
        held = larger;
      }
      held.set(values, length);
      length += values.length;
    },
    values: () => held.slice(0, length),
  };
}
