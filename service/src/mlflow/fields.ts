import { isRecord } from '../../../engine/src/language/isRecord.ts';
import type { Ask, Json, JsonObject } from '../http/route.ts';
import { invalid } from './errors.ts';

type Given = Json | readonly string[] | undefined;

/** The arguments of a request: of its query where it is a GET, else of its body. */
export function fieldsOf({ method, query, body }: Pick<Ask, 'method' | 'query' | 'body'>): Fields {
  return method === 'GET' ? new Fields(query, { isQuery: true }) : new Fields(body);
}

/**
 * One message as it came, read field by field. Null is absent, as protobuf has it; what has another type is refused in
 * MLflow's words, naming the field by its path (`metrics[0].value`).
 */
export class Fields {
  readonly #values: Readonly<Record<string, Given>>;
  readonly #path: string;
  readonly #isQuery: boolean;

  constructor(
    values: JsonObject | Readonly<Record<string, readonly string[]>>,
    { path = '', isQuery = false }: { readonly path?: string; readonly isQuery?: boolean } = {},
  ) {
    this.#values = values;
    this.#path = path;
    this.#isQuery = isQuery;
  }

  string(name: string): string | undefined {
    const value = this.#one(name);
    if (value === undefined || typeof value === 'string') return value;
    throw wrongType(value, this.#named(name));
  }

  /** A string that must be there and hold something. */
  text(name: string): string {
    const value = this.string(name);
    if (value === undefined || value === '') throw missingField(this.#named(name));
    return value;
  }

  /** int64, as a number or its digits. */
  integer(name: string): number | undefined {
    const value = this.#one(name);
    if (value === undefined || (value === '' && this.#isQuery)) return undefined;
    const number = typeof value === 'string' && /^[+-]?\d+$/.test(value.trim()) ? Number(value) : value;
    if (typeof number === 'number' && Number.isSafeInteger(number)) return number;
    throw wrongType(value, this.#named(name));
  }

  requiredInteger(name: string): number {
    const value = this.integer(name);
    if (value === undefined) throw missingField(this.#named(name));
    return value;
  }

  /** A number, its digits, or `NaN`, `Infinity`, `-Infinity`. */
  float(name: string): number {
    const value = this.#one(name);
    if (value === undefined || value === '') throw missingField(this.#named(name));
    if (typeof value === 'number') return value;
    const number = typeof value === 'string' ? (WORDS[value] ?? numberOf(value)) : undefined;
    if (number === undefined) throw wrongType(value, this.#named(name));
    return number;
  }

  boolean(name: string): boolean | undefined {
    const value = this.#one(name);
    if (value === undefined || typeof value === 'boolean') return value;
    if (value === 'true' || value === 'false') return value === 'true';
    throw wrongType(value, this.#named(name));
  }

  /** Empty where it is absent. */
  strings(name: string): readonly string[] {
    const values = this.#list(name);
    for (const [at, value] of values.entries())
      if (typeof value !== 'string') throw wrongType(value, `${this.#named(name)}[${at}]`);
    return values as readonly string[];
  }

  /** Messages; empty where it is absent. */
  messages(name: string): readonly Fields[] {
    return this.#list(name).map((value, at) => messageOf(value, `${this.#named(name)}[${at}]`));
  }

  message(name: string): Fields | undefined {
    const value = this.#one(name);
    return value === undefined ? undefined : messageOf(value, this.#named(name));
  }

  /** One of the words, or its number in MLflow's protocol. */
  choice<T extends string>(name: string, words: Readonly<Record<string, T>>): T | undefined {
    const value = this.#one(name);
    if (value === undefined || value === '') return undefined;
    const word = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
    if (!Object.hasOwn(words, word)) throw wrongType(value, this.#named(name));
    return words[word];
  }

  #one(name: string): Json | undefined {
    const value = Object.hasOwn(this.#values, name) ? this.#values[name] : undefined;
    if (value === null || value === undefined) return undefined;
    return this.#isQuery && Array.isArray(value) ? (value as readonly string[]).at(-1) : (value as Json);
  }

  #list(name: string): readonly Json[] {
    const value = Object.hasOwn(this.#values, name) ? this.#values[name] : undefined;
    if (value === null || value === undefined) return [];
    if (Array.isArray(value)) return value as readonly Json[];
    throw wrongType(value as Json, this.#named(name));
  }

  #named(name: string): string {
    return this.#path === '' ? name : `${this.#path}.${name}`;
  }
}

export function missingField(name: string) {
  return invalid(
    `Missing value for required parameter '${name}'. See the API docs for more information about request parameters.`,
  );
}

const WORDS: Readonly<Record<string, number | undefined>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
};

function numberOf(text: string): number | undefined {
  const number = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : Number.NaN;
  return Number.isNaN(number) ? undefined : number;
}

function messageOf(value: Json, path: string): Fields {
  if (!isRecord(value)) throw wrongType(value, path);
  return new Fields(value, { path });
}

function wrongType(value: Json, name: string) {
  const text = JSON.stringify(value);
  const shown = text.length > 100 ? `${text.slice(0, 100)}...` : text;
  return invalid(
    `Invalid value ${shown} for parameter '${name}' supplied: Hint: Value was of type '${pythonType(value)}'. See the API docs for more information about request parameters.`,
  );
}

/** MLflow's users know Python's names. */
function pythonType(value: Json): string {
  if (typeof value === 'string') return 'str';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  return Array.isArray(value) ? 'list' : 'dict';
}
