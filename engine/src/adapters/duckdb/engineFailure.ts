import {
  diskFull,
  Failure,
  outOfMemory,
  queryFailed,
  sourceCorrupt,
  sourceNotFound,
  sourceUnreadable,
} from '../../failure.ts';
import { type EngineError, readEngineError } from './engineError.ts';

/**
 * What DuckDB threw while it ran our SQL over the user's data, as a `Failure` that names the file and the line where DuckDB tells them.
 * What only a bug of ours can cause (SQL that does not parse or bind) comes back as it was thrown.
 */
export function engineFailure(error: unknown): unknown {
  if (error instanceof Failure) return error;
  const engine = readEngineError(error);
  if (engine === undefined) return error;
  return (
    csvFailure(engine) ??
    jsonFailure(engine) ??
    fileFailure(engine) ??
    parquetFailure(engine) ??
    otherFailure(engine) ??
    error
  );
}

const RESAVE = 'Write the file again from where it came from.';

function csvFailure({ message }: EngineError): Failure | undefined {
  const line = /CSV Error on Line: (\d+)/.exec(message);
  const file = /^ {2}file = (.+)$/m.exec(message)?.[1];
  if (line === null || file === undefined) return undefined;
  const at = Number(line[1]);
  const found = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(message);
  if (found) return sourceCorrupt(file, `${found[2]} values in a table of ${found[1]} columns`, 'Correct the row.', at);
  const convert = /Error when converting column "(.*)"\. Could not convert string "([\s\S]*?)" to '([\w ]+)'/.exec(
    message,
  );
  if (convert) {
    const [, column, text, type] = convert;
    const next = `Correct the value, name the text as null under \`csv.nullstr\`, or give \`${column}\` the type VARCHAR under \`csv.types\`.`;
    return sourceCorrupt(file, `\`${shorten(text!)}\` in column \`${column}\` is no ${type}`, next, at);
  }
  if (/unicode|utf-8/i.test(message))
    return sourceCorrupt(file, 'bytes that are not UTF-8', 'Save the file as UTF-8.', at);
  if (/unterminated quote|quoted value/i.test(message)) {
    return sourceCorrupt(file, 'a quote that is opened and never closed', 'Close the quote.', at);
  }
  return sourceCorrupt(file, secondLine(message), RESAVE, at);
}

function secondLine(message: string): string {
  const told = message.split('\n').find((line) => !/^(CSV Error on Line|Original Line)/.test(line));
  return told ?? 'a row that cannot be read';
}

function jsonFailure({ message }: EngineError): Failure | undefined {
  const match =
    /JSON (?:transform error )?in file "(.+?)", (?:at byte \d+ )?in (?:line|record\/value) (\d+): ([^\n]*)/.exec(
      message,
    );
  if (match === null) return undefined;
  const [, file, line, why] = match;
  const next = message.includes('transform error')
    ? 'Correct the value, or declare the column with type string.'
    : 'Correct the line: each holds one JSON object.';
  return sourceCorrupt(file!, why!.trim().replace(/\.$/, ''), next, Number(line));
}

function parquetFailure({ message }: EngineError): Failure | undefined {
  const magic =
    /No magic bytes found at end of file '(.+)'/.exec(message) ??
    /File '(.+)' too small to be a Parquet file/.exec(message);
  if (magic) return sourceCorrupt(magic[1]!, 'no Parquet file, or one that was cut off', RESAVE);
  const named = /(?:parquet|thrift|metadata|decompress|page|snappy|zstd|column chunk)/i.test(message);
  const file = /(?:file|File) ['"](.+?\.parquet)['"]/.exec(message)?.[1] ?? /(\/\S+?\.parquet)/.exec(message)?.[1];
  if (named && file !== undefined)
    return sourceCorrupt(file, `damaged Parquet file (${shorten(firstLine(message))})`, RESAVE);
  return undefined;
}

function fileFailure({ message }: EngineError): Failure | undefined {
  const absent = /No files found that match the pattern "(.+)"/.exec(message);
  if (absent) return sourceNotFound(absent[1]!);
  const gzip = /Input is not a GZIP stream: (.+)/.exec(message);
  if (gzip) return sourceCorrupt(gzip[1]!, 'no gzip file, though its name says so', RESAVE);
  const denied = /Cannot (?:access|open) file "(.+?)".*(?:disabled by configuration|Permission denied)/s.exec(message);
  if (denied)
    return sourceUnreadable(
      denied[1]!,
      'may not be read',
      'Check the permissions of the file, and that it lies in the project.',
    );
  const full = /No space left on device/i.test(message) || /max_temp_directory_size|temporary storage/i.test(message);
  if (full) return diskFull(/file "(.+?)"/.exec(message)?.[1] ?? 'temporary folder', firstLine(message));
  return undefined;
}

function otherFailure({ type, message }: EngineError): Failure | undefined {
  if (type === 'Out of Memory') return outOfMemory(firstLine(message));
  if (type === 'IO') return queryFailed(firstLine(message), 'Check the files that are read.');
  const ofData = [
    'Conversion',
    'Out of Range',
    'Invalid Input',
    'Constraint',
    'Serialization',
    'Mismatch Type',
    'Decimal',
  ];
  return ofData.includes(type) ? queryFailed(firstLine(message)) : undefined;
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0]!;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
