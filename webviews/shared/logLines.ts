import type { LogLine, LogPart } from '../../server/src/views/runPage.ts';

/** Lines are asked for in parts of so many. */
export const PART = 200;

/** A log as far as it has been read: parts by the number of their first line. */
export interface ReadLog {
  readonly total: number;
  readonly parts: ReadonlyMap<number, readonly LogLine[]>;
}

export const EMPTY_LOG: ReadLog = { total: 0, parts: new Map() };

/** With another part of it; of a log that has got shorter nothing is kept. */
export function withPart(log: ReadLog, { total, from, lines }: LogPart): ReadLog {
  const parts = new Map(total < log.total ? [] : log.parts);
  for (let at = 0; at < lines.length; ) {
    const first = Math.floor((from + at) / PART) * PART;
    const next = Math.min(lines.length, first + PART - from);
    const offset = from + at - first;
    parts.set(first, [...padded(parts.get(first) ?? [], offset), ...lines.slice(at, next)]);
    at = next;
  }
  return { total, parts };
}

/** A line, where it has been read. */
export function lineAt({ parts }: ReadLog, line: number): LogLine | undefined {
  const first = Math.floor(line / PART) * PART;
  return parts.get(first)?.[line - first];
}

/** First lines of the parts that hold these lines and have not been read whole. */
export function missingParts(log: ReadLog, from: number, to: number): readonly number[] {
  const missing: number[] = [];
  for (let first = Math.floor(Math.max(0, from) / PART) * PART; first < Math.min(to, log.total); first += PART) {
    const whole = Math.min(PART, log.total - first);
    const part = log.parts.get(first);
    if (part === undefined || part.length < whole || part.includes(UNREAD)) missing.push(first);
  }
  return missing;
}

/** Whether a line tells of something that went wrong; much of what programs say on stderr does not. */
export function namesError(text: string): boolean {
  return /error|exception|fatal|failed|traceback/i.test(text);
}

/** The lines in which words stand, in any case, one after another; of parts that have not been read none are known. */
export function withWords(log: ReadLog, words: string): readonly LogLine[] {
  const wanted = words.toLowerCase();
  const all = Array.from({ length: log.total }, (_, line) => lineAt(log, line));
  return all.filter((line) => line?.text.toLowerCase().includes(wanted)).filter((line) => line !== undefined);
}

/** A log of these lines alone. */
export function logOf(lines: readonly LogLine[]): ReadLog {
  return withPart(EMPTY_LOG, { total: lines.length, from: 0, lines });
}

const UNREAD: LogLine = { step: '', stream: 'modelyard', text: '' };

function padded(lines: readonly LogLine[], length: number): readonly LogLine[] {
  return Array.from({ length }, (_, line) => lines[line] ?? UNREAD);
}
