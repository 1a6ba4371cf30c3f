/**
 * Unpacks an LZ4 frame, as Feather files of pandas hold them (github.com/lz4/lz4, doc/lz4_Frame_format.md and lz4_Block_format.md).
 * Checksums are not looked at: Arrow checks the sizes.
 * @throws Error where the bytes are no LZ4 frame
 */
export function unpackLz4(frame: Uint8Array): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (frame.length < 7 || view.getUint32(0, true) !== 0x184d2204) throw new Error('no LZ4 frame');
  const flags = frame[4]!;
  const blockChecksum = flags & 0x10 ? 4 : 0;
  const output = new Output(frame.length * 4);
  let at = 7 + (flags & 0x08 ? 8 : 0) + (flags & 0x01 ? 4 : 0);
  for (;;) {
    const size = view.getUint32(at, true);
    at += 4;
    if (size === 0) return output.bytes();
    const length = size & 0x7fffffff;
    const block = frame.subarray(at, at + length);
    if (block.length < length) throw new Error('LZ4 frame cut off');
    if (size >>> 31) output.append(block);
    else unpackBlock(block, output);
    at += length + blockChecksum;
  }
}

/** A block is a row of (literals, match) pairs; the last has literals only. */
function unpackBlock(block: Uint8Array, output: Output): void {
  let at = 0;
  const extended = (first: number): number => {
    let length = first;
    if (first === 15) {
      let more: number;
      do {
        more = block[at++] ?? fail();
        length += more;
      } while (more === 255);
    }
    return length;
  };
  while (at < block.length) {
    const token = block[at++]!;
    const literals = extended(token >> 4);
    if (at + literals > block.length) fail();
    output.append(block.subarray(at, at + literals));
    at += literals;
    if (at >= block.length) return;
    const offset = block[at]! | ((block[at + 1] ?? fail()) << 8);
    at += 2;
    output.repeat(offset, extended(token & 15) + 4);
  }
}

function fail(): never {
  throw new Error('LZ4 block cut off');
}

class Output {
  #buffer: Uint8Array;
  #length = 0;

  constructor(capacity: number) {
    this.#buffer = new Uint8Array(capacity);
  }

  append(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Copies from `offset` bytes back; a match may reach into what it writes. */
  repeat(offset: number, count: number): void {
    if (offset === 0 || offset > this.#length) throw new Error('LZ4 match outside of the data');
    this.#reserve(count);
    for (let end = this.#length + count; this.#length < end; this.#length++) {
      this.#buffer[this.#length] = this.#buffer[this.#length - offset]!;
    }
  }

  bytes(): Uint8Array {
    return this.#buffer.slice(0, this.#length);
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#buffer.length) return;
    const larger = new Uint8Array(Math.max(this.#buffer.length * 2, this.#length + count));
    larger.set(this.#buffer.subarray(0, this.#length));
    this.#buffer = larger;
  }
}
