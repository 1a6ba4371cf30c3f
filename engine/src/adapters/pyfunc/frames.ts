import { Failure } from '../../failure.ts';

/** What the child is asked. */
export type Ask =
  | { readonly ask: 'load'; readonly folder: string; readonly root: string }
  | { readonly ask: 'learn' | 'predict'; readonly rows: number }
  | { readonly ask: 'example' }
  | {
      readonly ask: 'convert';
      readonly file: string;
      readonly opset: number | null;
      readonly inputs: Readonly<Record<string, string>>;
      readonly signature: unknown;
    };

/** Words and, where there is one, a table as an Arrow stream. */
export interface Answer {
  readonly words: { readonly answer: string; readonly [name: string]: unknown };
  readonly data: Uint8Array;
}

const HEAD = 8;
/** More words than this are none of ours. */
const MOST_WORDS = 1 << 26;

/** Two lengths as 32-bit numbers, the words as JSON, the table. */
export function framed(words: object, data: Uint8Array): Uint8Array {
  const text = Buffer.from(JSON.stringify(words));
  const head = Buffer.alloc(HEAD);
  head.writeUInt32LE(text.length, 0);
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, text, data]);
}

/** Answers out of bytes that come cut anywhere. */
export class AnswerReader {
  #parts: Buffer[] = [];
  #bytes = 0;

  /** @throws Failure `python-ended` for bytes that are no answer */
  *read(part: Buffer): Generator<Answer> {
    this.#parts.push(part);
    this.#bytes += part.length;
    for (let whole = this.#whole(); whole !== undefined; whole = this.#whole()) {
      const words = whole.readUInt32LE(0);
      yield { words: wordsOf(whole.subarray(HEAD, HEAD + words)), data: whole.subarray(HEAD + words) };
    }
  }

  #whole(): Buffer | undefined {
    if (this.#bytes < HEAD) return undefined;
    const head = this.#joined(HEAD);
    const words = head.readUInt32LE(0);
    if (words > MOST_WORDS) throw notAnAnswer();
    const size = HEAD + words + head.readUInt32LE(4);
    if (this.#bytes < size) return undefined;
    const all = this.#joined(size);
    const rest = all.subarray(size);
    this.#parts = rest.length > 0 ? [rest] : [];
    this.#bytes = rest.length;
    return all.subarray(0, size);
  }

  /** The first part with at least so many bytes, made of others where it is shorter. */
  #joined(size: number): Buffer {
    const [first] = this.#parts;
    if (first !== undefined && first.length >= size) return first;
    const all = Buffer.concat(this.#parts);
    this.#parts = [all];
    return all;
  }
}

function wordsOf(bytes: Buffer): Answer['words'] {
  try {
    const words = JSON.parse(bytes.toString('utf8')) as Answer['words'] | null;
    if (typeof words?.answer === 'string') return words;
  } catch {
    // Said below.
  }
  throw notAnAnswer();
}

function notAnAnswer(): Failure {
  return new Failure('python-ended', 'The Python of the model does not answer as it should.', {
    next: 'See that the model’s code does not write to a file descriptor that is not its own.',
  });
}
