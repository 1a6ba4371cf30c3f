import { Failure } from '../failure.ts';

const CODES = ['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND', 'ERR_DLOPEN_FAILED'];

/** Native libraries, by what names them in errors of Node. */
const LIBRARIES: readonly (readonly [RegExp, string])[] = [
  [/@duckdb|duckdb\.node|libduckdb/, 'DuckDB, which reads data,'],
  [/better-sqlite3/, 'SQLite, which keeps runs,'],
  [/onnxruntime/, 'ONNX Runtime, which runs models,'],
];

/**
 * The refusal of a machine where a native library is absent or does not load; undefined for any other error.
 * @param without what works without it, as the subject of a sentence
 */
export function missingNative(error: unknown, without = '`modelyard validate --no-data`'): Failure | undefined {
  if (!(error instanceof Error) || !CODES.includes(String((error as NodeJS.ErrnoException).code))) return undefined;
  const [reason = ''] = error.message.split('\n');
  const library = LIBRARIES.find(([named]) => named.test(reason))?.[1];
  if (library === undefined) return undefined;
  return new Failure('no-native', `${library} could not be loaded: ${reason}`, {
    next: `See what it needs in docs/installing.md; ${without} works without it.`,
    cause: error,
  });
}
