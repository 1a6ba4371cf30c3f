/** The candidate that a mistyped name most likely meant, or undefined when none is near. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  const wanted = name.toLowerCase();
  const letters = lettersOf(wanted);
  const rows = [0, 1, 2].map(() => new Uint32Array(2 * wanted.length + 2));
  let best: string | undefined;
  let limit = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of candidates) {
    const other = candidate.toLowerCase();
    if (Math.abs(other.length - wanted.length) >= limit || apart(letters, lettersOf(other)) >= limit) continue;
    const distance = editDistance(wanted, other, limit, rows);
    if (distance < limit) {
      best = candidate;
      limit = distance;
    }
  }
  return best;
}

/** Which letters stand in a text, as bits; several share one. */
function lettersOf(text: string): number {
  let letters = 0;
  for (let i = 0; i < text.length; i += 1) letters |= 1 << (text.charCodeAt(i) & 31);
  return letters;
}

/** At least so many edits are needed for the letters that only one of two texts has. */
function apart(a: number, b: number): number {
  return Math.max(bitCount(a & ~b), bitCount(b & ~a));
}

function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

/**
 * Edits (insert, delete, replace, swap of neighbours) between two texts; `limit` once it cannot be less. Only what lies nearer than
 * `limit` to the diagonal is computed; their lengths differ by less.
 * @param rows three of them, longer than both texts, whatever is in them
 */
function editDistance(a: string, b: string, limit: number, rows: readonly Uint32Array[]): number {
  let [before, row, next] = rows as [Uint32Array, Uint32Array, Uint32Array];
  for (let j = 0; j <= b.length; j += 1) row[j] = j;
  for (let i = 1; i <= a.length; i += 1) {
    const from = Math.max(1, i - limit + 1);
    const to = Math.min(b.length, i + limit - 1);
    next[from - 1] = from === 1 ? i : limit;
    let least = next[from - 1]!;
    for (let j = from; j <= to; j += 1) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1);
      let cost = Math.min(next[j - 1]! + 1, row[j - 1]! + (same ? 0 : 1));
      if (j < i + limit - 1) cost = Math.min(cost, row[j]! + 1);
      if (i > 1 && j > 1 && a.charCodeAt(i - 1) === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === b.charCodeAt(j - 1))
        cost = Math.min(cost, before[j - 2]! + 1);
      next[j] = cost;
      if (cost < least) least = cost;
    }
    if (least >= limit) return limit;
    [before, row, next] = [row, next, before];
  }
  return Math.min(limit, row[b.length]!);
}
