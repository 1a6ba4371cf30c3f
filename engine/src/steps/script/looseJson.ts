/** What a text says, or where it cannot be read. Line and column count from 1. */
export type LooseJson =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'problem'; readonly line: number; readonly column: number; readonly message: string };

const NUMBERS: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
};

/** JSON as Python writes it: NaN and infinities are numbers too. */
export function readLooseJson(text: string): LooseJson {
  const pieces = piecesOf(text);
  const reader = new Reader(pieces, text.trimEnd().length);
  try {
    return { kind: 'value', value: reader.document() };
  } catch (error) {
    if (!(error instanceof Misplaced)) throw error;
    return { kind: 'problem', ...placeOf(text, error.at), message: error.message };
  }
}

export function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

interface Piece {
  readonly text: string;
  readonly at: number;
}

/** Texts whole, signs alone, all else up to the next sign or blank. */
function piecesOf(text: string): readonly Piece[] {
  const found = text.matchAll(/"(?:[^"\\\n]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+|"/g);
  return [...found].map((match) => ({ text: match[0], at: match.index }));
}

class Misplaced extends Error {
  readonly at: number;
  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

const DEEPEST = 200;

class Reader {
  readonly #pieces: readonly Piece[];
  readonly #end: number;
  #next = 0;

  constructor(pieces: readonly Piece[], end: number) {
    this.#pieces = pieces;
    this.#end = end;
  }

  document(): unknown {
    const value = this.#value(0);
    if (this.#next < this.#pieces.length) throw misplaced(this.#take());
    return value;
  }

  #value(depth: number): unknown {
    const piece = this.#take();
    if (depth > DEEPEST) throw new Misplaced(piece.at, 'maps and lists lie too deep in each other');
    if (piece.text === '{') return this.#map(depth);
    if (piece.text === '[') return this.#list(depth);
    return scalar(piece);
  }

  #map(depth: number): unknown {
    const entries: [string, unknown][] = [];
    if (this.#skip('}')) return {};
    do {
      const name = this.#take();
      if (!name.text.startsWith('"')) throw misplaced(name);
      const key = String(scalar(name));
      this.#expect(':');
      entries.push([key, this.#value(depth + 1)]);
    } while (this.#skip(','));
    this.#expect('}');
    return Object.fromEntries(entries);
  }

  #list(depth: number): unknown {
    const items: unknown[] = [];
    if (this.#skip(']')) return items;
    do items.push(this.#value(depth + 1));
    while (this.#skip(','));
    this.#expect(']');
    return items;
  }

  #take(): Piece {
    const piece = this.#pieces[this.#next];
    if (piece === undefined) throw new Misplaced(this.#end, 'the file ends in the middle');
    this.#next += 1;
    return piece;
  }

  #skip(sign: string): boolean {
    const isNext = this.#pieces[this.#next]?.text === sign;
    if (isNext) this.#next += 1;
    return isNext;
  }

  #expect(sign: string): void {
    const piece = this.#take();
    if (piece.text !== sign) throw misplaced(piece);
  }
}

function scalar(piece: Piece): unknown {
  if (Object.hasOwn(NUMBERS, piece.text)) return NUMBERS[piece.text];
  try {
    return JSON.parse(piece.text);
  } catch {
    throw misplaced(piece);
  }
}

function misplaced({ text, at }: Piece): Misplaced {
  if (text === '"') return new Misplaced(at, 'the quote is never closed');
  return new Misplaced(at, `\`${text.slice(0, 40)}\` does not belong here`);
}
