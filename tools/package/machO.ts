/** Mach-O's numbers of processors (mach/machine.h), by the names of Node. */
const PROCESSORS: Readonly<Record<string, number>> = { x64: 0x01000007, arm64: 0x0100000c };
const UNIVERSAL = 0xcafebabe;
const HEADER_BYTES = 8;
const PART_BYTES = 20;

/**
 * The part of a universal macOS binary that is for one processor, as `lipo -thin` takes it out: each part is a whole
 * library with a signature of its own. Any other file as it is. Throws where the binary has no such part.
 */
export function partFor(processor: string, binary: Buffer): Buffer {
  if (binary.length < HEADER_BYTES || binary.readUInt32BE(0) !== UNIVERSAL) return binary;
  for (let i = 0; i < binary.readUInt32BE(4); i += 1) {
    const at = HEADER_BYTES + i * PART_BYTES;
    if (binary.readUInt32BE(at) !== PROCESSORS[processor]) continue;
    const begin = binary.readUInt32BE(at + 8);
    return binary.subarray(begin, begin + binary.readUInt32BE(at + 12));
  }
  throw new Error(`A universal binary without a part for ${processor}.`);
}
