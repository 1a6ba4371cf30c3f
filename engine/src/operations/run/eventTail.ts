import type { Files } from '../../ports/files.ts';

/** Bytes that are read at once. */
const PORTION = 1 << 20;
const NEW_LINE = 0x0a;

/** Whole lines of a file that grows; each look reads only what is new. */
export class EventTail {
  readonly #files: Files;
  readonly #path: string;
  #offset: number;
  #rest: Uint8Array = new Uint8Array();

  /** @param from bytes that were read before */
  constructor(files: Files, path: string, from = 0) {
    this.#files = files;
    this.#path = path;
    this.#offset = from;
  }

  /**
   * @param take gets each line that has come, with where in the file it begins
   * @returns whether it is still the file that was read before; where not, nothing was read and the next look begins anew
   */
  async read(take: (line: string, at: number) => void): Promise<boolean> {
    const size = (await this.#files.stat(this.#path))?.size ?? 0;
    if (size < this.#offset) {
      this.#offset = 0;
      this.#rest = new Uint8Array();
      return false;
    }
    while (this.#offset < size) {
      const bytes = await this.#files.bytesFrom(this.#path, this.#offset, PORTION);
      if (bytes === undefined || bytes.length === 0) break;
      this.#take(bytes, take);
    }
    return true;
  }

  #take(bytes: Uint8Array, take: (line: string, at: number) => void): void {
    const all = Buffer.concat([this.#rest, bytes]);
    const begin = this.#offset - this.#rest.length;
    this.#offset += bytes.length;
    let start = 0;
    for (let end = all.indexOf(NEW_LINE); end !== -1; end = all.indexOf(NEW_LINE, start)) {
      take(all.toString('utf8', start, end), begin + start);
      start = end + 1;
    }
    this.#rest = all.subarray(start);
  }
}
