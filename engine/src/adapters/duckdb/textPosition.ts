/** DuckDB counts bytes of UTF-8, editors count UTF-16 units. Beyond the end gives the end. */
export function utf16Offset(text: string, bytes: number): number {
  let seen = 0;
  let offset = 0;
  for (const character of text) {
    if (seen >= bytes) return offset;
    seen += Buffer.byteLength(character);
    offset += character.length;
  }
  return offset;
}

/** End of the word, quoted name or sign that begins at `start`. */
export function tokenEnd(text: string, start: number): number {
  const rest = text.slice(start);
  const token = /^(?:"(?:[^"]|"")*"|'(?:[^']|'')*'|\$?[\p{L}\p{N}_]+|\S)/u.exec(rest);
  return start + (token?.[0].length ?? 0);
}
