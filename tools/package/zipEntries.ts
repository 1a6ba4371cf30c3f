/** A file in a ZIP, sizes in bytes. */
export interface ZipEntry {
  readonly path: string;
  readonly packed: number;
  readonly bytes: number;
}

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;

/** The files that the central directory of a ZIP lists (APPNOTE 4.3.12, 4.3.16); none of the 64-bit forms, which need 4 GiB. */
export function zipEntries(zip: Buffer): readonly ZipEntry[] {
  let end = zip.length - END_BYTES;
  while (end >= 0 && zip.readUInt32LE(end) !== END) end -= 1;
  if (end < 0) throw new Error('Not a ZIP: it has no central directory.');
  const entries: ZipEntry[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (zip.readUInt32LE(at) !== ENTRY) throw new Error('A broken ZIP: its central directory ends early.');
    const nameBytes = zip.readUInt16LE(at + 28);
    const name = at + ENTRY_BYTES;
    entries.push({
      path: zip.toString('utf8', name, name + nameBytes),
      packed: zip.readUInt32LE(at + 20),
      bytes: zip.readUInt32LE(at + 24),
    });
    at = name + nameBytes + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return entries;
}
