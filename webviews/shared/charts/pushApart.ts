import type { Span } from './scale.ts';

/**
 * Places for labels that want to stand at `wanted`, moved no farther than it takes to stand `gap` apart and within the
 * span; in the order of `wanted`.
 */
export function pushApart(wanted: readonly number[], gap: number, [low, high]: Span): readonly number[] {
  const order = [...wanted.keys()].sort((a, b) => wanted[a]! - wanted[b]! || a - b);
  const clusters: Cluster[] = [];
  for (const index of order) {
    clusters.push({ members: [index], start: wanted[index]! });
    mergeBack(clusters, wanted, gap, [low, high]);
  }
  const placed = new Array<number>(wanted.length);
  for (const { members, start } of clusters)
    for (const [i, index] of members.entries()) placed[index] = start + i * gap;
  return placed;
}

/** Labels that touch, one below another. */
interface Cluster {
  readonly members: readonly number[];
  readonly start: number;
}

function mergeBack(clusters: Cluster[], wanted: readonly number[], gap: number, span: Span): void {
  let last = clusters.pop()!;
  last = { ...last, start: within(last.start, last.members.length, gap, span) };
  for (let before = clusters.at(-1); before !== undefined; before = clusters.at(-1)) {
    if (before.start + before.members.length * gap <= last.start + 1e-9) break;
    clusters.pop();
    const members = [...before.members, ...last.members];
    const middle = members.reduce((sum, index, i) => sum + wanted[index]! - i * gap, 0) / members.length;
    last = { members, start: within(middle, members.length, gap, span) };
  }
  clusters.push(last);
}

function within(start: number, count: number, gap: number, [low, high]: Span): number {
  return Math.max(low, Math.min(start, high - (count - 1) * gap));
}
