import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { sourceCorrupt } from '../../failure.ts';

/** Bytes of text in which the first record must end. */
const LIMIT = 4 * 2 ** 20;
const DELIMITERS = [',', ';', '\t', '|'];

export interface CsvHead {
  readonly delimiter: string;
  /** Values of the first record. */
  readonly names: readonly string[];
}

/** Reads the first record of a CSV file, packed (`.gz`, `.zst`) or plain. Without a delimiter, the one that cuts it most. */
export async function readCsvHead(file: string, dialect: { delimiter?: string; quote: string }): Promise<CsvHead> {
  const record = firstRecord(await readHead(file, dialect.quote), dialect.quote);
  const delimiter = dialect.delimiter ?? likelyDelimiter(record, dialect.quote);
  return { delimiter, names: cut(record, delimiter, dialect.quote) };
}

async function readHead(file: string, quote: string): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: false });
  let text = '';
  try {
    for await (const bytes of unpacked(file)) {
      text += decoder.decode(bytes as Buffer, { stream: true });
      if (text.length > LIMIT || firstRecord(text, quote).length < text.length) break;
    }
  } catch (error) {
    const why = `cannot be unpacked (${(error as Error).message})`;
    throw sourceCorrupt(file, why, 'Write the file again from where it came from.');
  }
  if (text.trim() === '')
    throw sourceCorrupt(file, 'the file is empty', 'Write the file again from where it came from.');
  return text;
}

function unpacked(file: string): Readable {
  const stream = createReadStream(file);
  if (/\.gz$/i.test(file)) return pipe(stream, createGunzip());
  if (/\.zst$/i.test(file)) return pipe(stream, createZstdDecompress());
  return stream;
}

function pipe(from: Readable, to: ReturnType<typeof createGunzip>): Readable {
  from.on('error', (error) => to.destroy(error));
  to.on('close', () => from.destroy());
  return from.pipe(to);
}

/** Up to the first line break outside of quotes. */
function firstRecord(text: string, quote: string): string {
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let quoted = false;
  for (let i = start; i < text.length; i++) {
    const character = text[i];
    if (character === quote) quoted = !quoted;
    else if (!quoted && (character === '\n' || character === '\r')) return text.slice(start, i);
  }
  return text.slice(start);
}

function likelyDelimiter(record: string, quote: string): string {
  const counts = DELIMITERS.map((delimiter) => cut(record, delimiter, quote).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))]!;
}

function cut(record: string, delimiter: string, quote: string): readonly string[] {
  const values: string[] = [];
  let value = '';
  let quoted = false;
  for (let i = 0; i < record.length; i++) {
    const character = record[i]!;
    if (quoted && character === quote && record[i + 1] === quote) {
      value += quote;
      i++;
    } else if (character === quote) quoted = !quoted;
    else if (!quoted && record.startsWith(delimiter, i)) {
      values.push(value);
      value = '';
      i += delimiter.length - 1;
    } else value += character;
  }
  return [...values, value];
}
