import { EventTail } from '../../../../engine/src/operations/run/eventTail.ts';
import type { RunEvent } from '../../../../engine/src/pipeline/events.ts';
import type { Files } from '../../../../engine/src/ports/files.ts';
import type { LogLine, LogPart } from '../../views/runPage.ts';

/** Lines between two places that are remembered. */
const STRIDE = 500;
/** Logs whose places are remembered. */
const MOST_LOGS = 8;
const LOG_LINE = '{"type":"log"';

/** The logs that were asked for last. */
export class Logs {
  readonly #known = new Map<string, LogIndex>();

  of(files: Files, file: string, step: string | undefined): LogIndex {
    const key = JSON.stringify([file, step]);
    const index = this.#known.get(key) ?? new LogIndex(files, file, step);
    this.#known.delete(key);
    this.#known.set(key, index);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST_LOGS && oldest !== undefined) this.#known.delete(oldest);
    return index;
  }
}

/** Where in a file of events every 500th line of a log stands, so that any part of it is read without the rest. */
class LogIndex {
  readonly #files: Files;
  readonly #file: string;
  readonly #step: string | undefined;
  readonly #tail: EventTail;
  #places: number[] = [];
  #total = 0;
  #looking: Promise<unknown> = Promise.resolve();

  constructor(files: Files, file: string, step: string | undefined) {
    this.#files = files;
    this.#file = file;
    this.#step = step;
    this.#tail = new EventTail(files, file);
  }

  /** @param from from the end where it is negative */
  async part(from: number, lines: number): Promise<LogPart> {
    const look = this.#looking.then(() => this.#look());
    this.#looking = look.catch(() => {});
    await look;
    const total = this.#total;
    const first = Math.min(total, Math.max(0, Math.trunc(from < 0 ? total + from : from)));
    return { total, from: first, lines: await this.#lines(first, Math.min(lines, total - first)) };
  }

  async #look(): Promise<void> {
    const take = (line: string, at: number) => {
      if (this.#logLine(line) === undefined) return;
      if (this.#total % STRIDE === 0) this.#places.push(at);
      this.#total += 1;
    };
    if (await this.#tail.read(take)) return;
    this.#places = [];
    this.#total = 0;
    await this.#tail.read(take);
  }

  async #lines(first: number, count: number): Promise<readonly LogLine[]> {
    const start = this.#places[Math.floor(first / STRIDE)];
    if (start === undefined || count <= 0) return [];
    const end = this.#places[Math.ceil((first + count) / STRIDE)] ?? Number.MAX_SAFE_INTEGER;
    const bytes = await this.#files.bytesFrom(this.#file, start, end - start);
    const lines = Buffer.from(bytes ?? [])
      .toString('utf8')
      .split('\n');
    const skipped = first % STRIDE;
    return lines.flatMap((line) => this.#logLine(line) ?? []).slice(skipped, skipped + count);
  }

  #logLine(line: string): LogLine | undefined {
    if (!line.startsWith(LOG_LINE)) return undefined;
    try {
      const { step, stream, line: text, at } = JSON.parse(line) as RunEvent & { readonly type: 'log' };
      if (this.#step !== undefined && step !== this.#step) return undefined;
      return { step, stream, text, ...(at !== undefined && { at }) };
    } catch {
      return undefined;
    }
  }
}
