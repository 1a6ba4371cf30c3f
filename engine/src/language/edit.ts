/** A change of a text: the characters from `start` to `oldEnd` became those from `start` to `newEnd`. */
export interface Edit {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

/** The smallest change that makes `after` of `before`: what is between their common beginning and their common end. */
export function editBetween(before: string, after: string): Edit {
  const shorter = Math.min(before.length, after.length);
  const start = commonStart(before, after, shorter);
  const behind = commonEnd(before, after, shorter - start);
  return { start, oldEnd: before.length - behind, newEnd: after.length - behind };
}

/** Pieces that are compared at once, which is many times faster than by character. */
const PIECE = 4096;

function commonStart(a: string, b: string, limit: number): number {
  let at = 0;
  while (at + PIECE <= limit && a.slice(at, at + PIECE) === b.slice(at, at + PIECE)) at += PIECE;
  while (at < limit && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at;
}

function commonEnd(a: string, b: string, limit: number): number {
  let length = 0;
  while (
    length + PIECE <= limit &&
    a.slice(a.length - length - PIECE, a.length - length) === b.slice(b.length - length - PIECE, b.length - length)
  ) {
    length += PIECE;
  }
  while (length < limit && a.charCodeAt(a.length - length - 1) === b.charCodeAt(b.length - length - 1)) length++;
  return length;
}
