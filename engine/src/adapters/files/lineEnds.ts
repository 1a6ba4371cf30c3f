const CR = 0x0d;
const LF = 0x0a;
/** As far as git looks to tell a text from other files. */
const LOOKED_AT = 8000;

/** Turns CRLF into LF in a text that comes in pieces; other files, which have a zero byte near their beginning, stay as they are. */
export class LineEnds {
  #isText: boolean | undefined;
  /** The last piece ended with a CR, which is not given out yet. */
  #open = false;

  toLf(piece: Uint8Array): Uint8Array {
    this.#isText ??= !piece.subarray(0, LOOKED_AT).includes(0);
    if (!this.#isText) return piece;
    const lf = new Uint8Array(piece.length + 1);
    let length = 0;
    for (const byte of piece) {
      if (this.#open && byte !== LF) lf[length++] = CR;
      this.#open = byte === CR;
      if (byte !== CR) lf[length++] = byte;
    }
    return lf.subarray(0, length);
  }

  /** What is left at the end. */
  rest(): Uint8Array {
    return this.#open ? Uint8Array.of(CR) : new Uint8Array();
  }
}
