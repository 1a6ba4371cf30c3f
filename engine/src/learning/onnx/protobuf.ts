/** Writes protocol buffer messages: fields in the order of the calls, the same bytes for the same calls. */
export class MessageWriter {
  #bytes = new Uint8Array(256);
  #length = 0;

  /** Integer (wire type 0); negative ones as 64-bit two's complement. */
  int(field: number, value: number | bigint): this {
    this.#varint(field * 8);
    this.#varint(value);
    return this;
  }

  /** 32-bit float (wire type 5). */
  float(field: number, value: number): this {
    this.#varint(field * 8 + 5);
    this.#reserve(4);
    new DataView(this.#bytes.buffer).setFloat32(this.#length, value, true);
    this.#length += 4;
    return this;
  }

  /** Bytes, or an embedded message (wire type 2). */
  bytes(field: number, value: Uint8Array | MessageWriter): this {
    const bytes = value instanceof MessageWriter ? value.finish() : value;
    this.#varint(field * 8 + 2);
    this.#varint(bytes.length);
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
    return this;
  }

  text(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value));
  }

  /** Repeated floats, packed. */
  floats(field: number, values: readonly number[] | Float32Array): this {
    const bytes = new Uint8Array(4 * values.length);
    const view = new DataView(bytes.buffer);
    for (let i = 0; i < values.length; i++) view.setFloat32(4 * i, values[i]!, true);
    return this.bytes(field, bytes);
  }

  /** Repeated integers, packed. */
  ints(field: number, values: readonly (number | bigint)[]): this {
    const packed = new MessageWriter();
    for (const value of values) packed.#varint(value);
    return this.bytes(field, packed);
  }

  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #varint(value: number | bigint): void {
    this.#reserve(10);
    if (typeof value === 'bigint' || value < 0) {
      this.#bigVarint(BigInt.asUintN(64, BigInt(value)));
      return;
    }
    let rest = value;
    for (; rest > 127; rest = Math.floor(rest / 128)) this.#bytes[this.#length++] = (rest % 128) | 128;
    this.#bytes[this.#length++] = rest;
  }

  #bigVarint(value: bigint): void {
    let rest = value;
    for (; rest > 127n; rest >>= 7n) this.#bytes[this.#length++] = Number(rest & 127n) | 128;
    this.#bytes[this.#length++] = Number(rest);
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + count));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}

/** A field of a message; `bytes` are a window, not a copy. */
export type Field =
  | { readonly number: number; readonly kind: 'int'; readonly value: bigint }
  | { readonly number: number; readonly kind: 'bytes'; readonly value: Uint8Array }
  | { readonly number: number; readonly kind: 'fixed' };

/** Fields of a message, one by one; throws a `RangeError` where the bytes are no message. */
export function* readFields(bytes: Uint8Array): Generator<Field> {
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) throw new RangeError('the message ends within a number');
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
    throw new RangeError('a number is too long');
  };
  const skip = (count: number): number => {
    const from = at;
    at += count;
    if (count < 0 || at > bytes.length) throw new RangeError('the message ends within a field');
    return from;
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const number = Math.floor(tag / 8);
    if (number === 0) throw new RangeError('field 0');
    const wire = tag % 8;
    if (wire === 0) yield { number, kind: 'int', value: varint() };
    else if (wire === 2) {
      const from = skip(Number(varint()));
      yield { number, kind: 'bytes', value: bytes.subarray(from, at) };
    } else if (wire === 1 || wire === 5) {
      skip(wire === 1 ? 8 : 4);
      yield { number, kind: 'fixed' };
    } else throw new RangeError(`wire type ${wire}`);
  }
}
