import { type Document, LineCounter, parseDocument } from 'yaml';
import { isRecord } from '../language/isRecord.ts';
import { readPlainYaml } from '../language/plainYaml.ts';
import { brokenFile } from './registryFailures.ts';

/** The keys of a small YAML file, asked one by one; what is not as asked is a `Failure` that names the file. */
export class Fields {
  readonly #file: string;
  readonly #values: Readonly<Record<string, unknown>>;

  /** @param file as it is shown to the user */
  constructor(text: string, file: string) {
    this.#file = file;
    const known = readPlainYaml(text);
    if (known !== undefined) {
      this.#values = known;
      return;
    }
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, stringKeys: true });
    const [error] = document.errors;
    if (error)
      throw brokenFile(file, error.message.split('\n')[0]!.replace(/ at line .*$/, ''), error.linePos?.[0].line);
    const values = plain(document, file);
    if (!isRecord(values)) throw brokenFile(file, 'it holds no keys');
    this.#values = values;
  }

  text(key: string): string {
    return this.#as(key, 'a text', (value): value is string => typeof value === 'string' && value !== '');
  }

  optionalText(key: string): string | undefined {
    return this.#has(key) ? this.text(key) : undefined;
  }

  oneOf<T extends string>(key: string, choices: readonly T[]): T {
    return this.#as(key, `one of ${choices.join(', ')}`, (value): value is T => choices.includes(value as T));
  }

  hash(key: string): string {
    return this.#as(key, 'a sha256 of 64 hex digits', isHash);
  }

  optionalHash(key: string): string | undefined {
    return this.#has(key) ? this.hash(key) : undefined;
  }

  count(key: string): number {
    return this.#as(key, 'a whole number', isCount);
  }

  optionalCount(key: string): number | undefined {
    return this.#has(key) ? this.count(key) : undefined;
  }

  flag(key: string): boolean {
    return this.#as(key, 'true or false', (value): value is boolean => typeof value === 'boolean');
  }

  /** A map whose every value is as `isValue` says; empty when the key is not there. */
  map<T>(key: string, what: string, isValue: (value: unknown) => value is T): Readonly<Record<string, T>> {
    if (!this.#has(key)) return {};
    return this.#as(key, `a map of ${what}`, (value): value is Record<string, T> => {
      return isRecord(value) && Object.values(value).every(isValue);
    });
  }

  /** As it stands. */
  value(key: string): unknown {
    return this.#values[key];
  }

  #has(key: string): boolean {
    return this.#values[key] !== undefined && this.#values[key] !== null;
  }

  #as<T>(key: string, what: string, is: (value: unknown) => value is T): T {
    const value = this.#values[key];
    if (is(value)) return value;
    throw brokenFile(this.#file, this.#has(key) ? `${key} is not ${what}` : `${key} is missing`);
  }
}

/** Our files never hold aliases, which could blow up or go round in circles. */
function plain(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch (error) {
    throw brokenFile(file, (error as Error).message);
  }
}

export function isHash(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}
