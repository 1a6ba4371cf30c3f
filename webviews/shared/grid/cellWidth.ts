const known = new Map<string, number>();
const REMEMBERED = 20_000;
let pen: CanvasRenderingContext2D | null = null;

/** Pixels that a text of a cell takes at most: as if it were bold, with digits of one width. */
export function cellWidth(text: string): number {
  const shape = text.replace(/\d/g, '0');
  const before = known.get(shape);
  if (before !== undefined) return before;
  if (known.size > REMEMBERED) known.clear();
  const width = measured(shape);
  known.set(shape, width);
  return width;
}

function measured(text: string): number {
  if (pen === null) {
    pen = document.createElement('canvas').getContext('2d');
    if (pen !== null) pen.font = `600 12px ${getComputedStyle(document.body).fontFamily}`;
  }
  return pen?.measureText(text).width ?? Number.POSITIVE_INFINITY;
}
