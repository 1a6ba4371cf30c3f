/**
 * Which points of a line to keep, ascending: first, last and, one by one, the point farthest from the line drawn so far
 * (Ramer-Douglas-Peucker, best first), until `most` are kept or all others lie on the line.
 */
export function thin(x: Float64Array, y: Float64Array, most: number): readonly number[] {
  const last = x.length - 1;
  if (last < 1) return x.length === 0 ? [] : [0];
  const pieces = [pieceOf(x, y, 0, last)];
  while (pieces.length + 1 < most) {
    const farthest = pieces.reduce((best, piece, i) => (piece.distance > pieces[best]!.distance ? i : best), 0);
    const { from, to, middle, distance } = pieces[farthest]!;
    if (distance <= ON_THE_LINE) break;
    pieces[farthest] = pieceOf(x, y, from, middle);
    pieces.push(pieceOf(x, y, middle, to));
  }
  return [...pieces.map(({ from }) => from), last].sort((a, b) => a - b);
}

const ON_THE_LINE = 1e-12;

interface Piece {
  readonly from: number;
  readonly to: number;
  /** The point farthest from the straight line between the ends. */
  readonly middle: number;
  readonly distance: number;
}

function pieceOf(x: Float64Array, y: Float64Array, from: number, to: number): Piece {
  const dx = x[to]! - x[from]!;
  const dy = y[to]! - y[from]!;
  const length = Math.hypot(dx, dy) || 1;
  let middle = from;
  let distance = 0;
  for (let i = from + 1; i < to; i++) {
    const off = Math.abs(dx * (y[i]! - y[from]!) - dy * (x[i]! - x[from]!)) / length;
    if (off > distance) {
      distance = off;
      middle = i;
    }
  }
  return { from, to, middle, distance };
}
