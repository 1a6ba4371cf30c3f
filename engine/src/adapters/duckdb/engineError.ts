/** What DuckDB says when it refuses, read from the JSON it writes with `errors_as_json`. */
export interface EngineError {
  /** `Parser`, `Binder`, `Catalog`, `Conversion`, `Invalid Input`, `IO`, `Permission`, `Out of Memory`, `INTERRUPT` ... */
  readonly type: string;
  readonly message: string;
  /** `COLUMN_NOT_FOUND`, `MISSING_ENTRY`, `SYNTAX_ERROR` ... */
  readonly subtype?: string;
  /** Byte offset in the SQL text. */
  readonly position?: number;
  readonly name?: string;
  readonly candidates?: readonly string[];
}

/** Undefined where the error is not DuckDB's: then it is a bug of ours. */
export function readEngineError(error: unknown): EngineError | undefined {
  if (!(error instanceof Error)) return undefined;
  return fromJson(error.message) ?? fromText(error.message);
}

function fromJson(text: string): EngineError | undefined {
  const start = text.indexOf('{"exception_type"');
  if (start < 0) return undefined;
  let json: Record<string, string>;
  try {
    json = JSON.parse(text.slice(start)) as Record<string, string>;
  } catch {
    return undefined;
  }
  const { exception_type: type, exception_message: message, error_subtype: subtype, position, name, candidates } = json;
  return {
    type: type ?? '',
    message: message ?? '',
    ...(subtype === undefined ? {} : { subtype }),
    ...(position === undefined ? {} : { position: Number(position) }),
    ...(name === undefined ? {} : { name }),
    ...(candidates === undefined || candidates === '' ? {} : { candidates: candidates.split(',') }),
  };
}

/** Appenders give text whatever the setting. */
function fromText(text: string): EngineError | undefined {
  const match = /^([A-Z][A-Za-z ]*?) (?:Error|exception): ([\s\S]*)$/i.exec(text);
  if (match) return { type: match[1]!, message: match[2]! };
  return /^Failed to (?:append|flush|close)/.test(text) ? { type: 'IO', message: text } : undefined;
}
