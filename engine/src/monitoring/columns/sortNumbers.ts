/** Fewer are sorted by inserting each. */
const FEW = 24;
/** How often a crowded bucket is cut again before it is left to the general sort. */
const DEEPEST = 6;

/**
 * Sorts finite numbers in place, ascending; -0 counts as 0. Values are thrown into as many buckets of equal width as there are
 * values, so columns without great gaps take a few steps a value; buckets that hold many are cut again.
 */
export function sortNumbers(values: Float64Array): Float64Array {
  if (values.length <= FEW) insert(values, 0, values.length);
  else sortPart(values, 0, values.length, new Room(values.length), 0);
  return values;
}

/** Work space of the largest part, shared by all. */
class Room {
  readonly moved: Float64Array;
  readonly buckets: Uint32Array;

  constructor(length: number) {
    this.moved = new Float64Array(length);
    this.buckets = new Uint32Array(length);
  }
}

function sortPart(values: Float64Array, from: number, to: number, room: Room, depth: number): void {
  const { low, high, ascends } = look(values, from, to);
  if (ascends || low === high) return;
  const length = to - from;
  const scale = (length - 1) / (high - low);
  // Too wide or too narrow for a double.
  if (depth === DEEPEST || !(scale > 0) || scale === Infinity) {
    values.subarray(from, to).sort();
    return;
  }
  const ends = scatter(values, { from, to, low, scale }, room);
  settle(values, from, ends, room, depth);
}

function look(values: Float64Array, from: number, to: number): { low: number; high: number; ascends: boolean } {
  let low = values[from]!;
  let high = low;
  let before = low;
  let ascends = true;
  for (let i = from; i < to; i++) {
    const value = values[i]!;
    if (value < low) low = value;
    else if (value > high) high = value;
    if (value < before) ascends = false;
    before = value;
  }
  return { low, high, ascends };
}

interface Part {
  readonly from: number;
  readonly to: number;
  readonly low: number;
  readonly scale: number;
}

/** Orders a part by bucket; resolves with where each bucket ends, counted from the part's begin. */
function scatter(values: Float64Array, { from, to, low, scale }: Part, { moved, buckets }: Room): Uint32Array {
  const length = to - from;
  const ends = new Uint32Array(length);
  for (let i = 0; i < length; i++) {
    const bucket = ((values[from + i]! - low) * scale) >>> 0;
    buckets[i] = bucket;
    ends[bucket]!++;
  }
  let end = 0;
  for (let bucket = 0; bucket < length; bucket++) {
    const count = ends[bucket]!;
    ends[bucket] = end;
    end += count;
  }
  for (let i = 0; i < length; i++) moved[ends[buckets[i]!]!++] = values[from + i]!;
  values.set(moved.subarray(0, length), from);
  return ends;
}

function settle(values: Float64Array, from: number, ends: Uint32Array, room: Room, depth: number): void {
  let start = 0;
  for (let bucket = 0; bucket < ends.length; bucket++) {
    const end = ends[bucket]!;
    const count = end - start;
    if (count > FEW) sortPart(values, from + start, from + end, room, depth + 1);
    else if (count > 1) insert(values, from + start, from + end);
    start = end;
  }
}

function insert(values: Float64Array, from: number, to: number): void {
  for (let i = from + 1; i < to; i++) {
    const value = values[i]!;
    let place = i;
    while (place > from && values[place - 1]! > value) {
      values[place] = values[place - 1]!;
      place--;
    }
    values[place] = value;
  }
}
