/** Rows of a long list that are near the frame, and the room that the others would take. */
export interface ListWindow {
  readonly from: number;
  readonly to: number;
  readonly above: number;
  readonly below: number;
}

export interface ListSight {
  /** Where the frame begins and ends, in pixels from the top of the list. */
  readonly top: number;
  readonly bottom: number;
}

/** Drawn beyond the frame, so that a small step needs no new rows. */
const BEYOND = 400;

/** @param heights of the rows in their order */
export function listWindow(heights: readonly number[], { top, bottom }: ListSight): ListWindow {
  let [from, above, y] = [0, 0, 0];
  while (from < heights.length && y + heights[from]! < top - BEYOND) {
    y += heights[from]!;
    from += 1;
  }
  above = y;
  let to = from;
  while (to < heights.length && y < bottom + BEYOND) {
    y += heights[to]!;
    to += 1;
  }
  let below = 0;
  for (let i = to; i < heights.length; i += 1) below += heights[i]!;
  return { from, to, above, below };
}
