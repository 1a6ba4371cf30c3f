/** Colours of the palette: a run has one of these numbers, and with it colour, marker and dash. */
export const PALETTE_SIZE = 8;

/** A marker drawn about a point; `open` ones are lines, the others fills. */
export interface MarkerShape {
  readonly path: string;
  readonly isOpen: boolean;
}

/** The marker of colour n, 0 for the baseline; nine runs repeat the first. */
export function markerShape(n: number, x: number, y: number, radius: number): MarkerShape {
  if (n <= 0) return { path: bar(x, y, radius), isOpen: false };
  const shape = SHAPES[(n - 1) % PALETTE_SIZE]!;
  return { path: shape.draw(x, y, radius), isOpen: shape.isOpen === true };
}

/** The lowest number that no run has; undefined where all are taken. */
export function lowestFree(taken: readonly number[]): number | undefined {
  for (let n = 1; n <= PALETTE_SIZE; n += 1) if (!taken.includes(n)) return n;
  return undefined;
}

interface Shape {
  readonly draw: (x: number, y: number, radius: number) => string;
  readonly isOpen?: true;
}

const SHAPES: readonly Shape[] = [
  { draw: circle },
  { draw: (x, y, r) => square(x, y, r * 0.9) },
  { draw: (x, y, r) => `M${x} ${y - r * 1.15}L${x + r * 1.1} ${y + r * 0.85}H${x - r * 1.1}Z` },
  {
    draw: (x, y, r) =>
      `M${x} ${y - r * 1.25}l${r * 1.25} ${r * 1.25}l${-r * 1.25} ${r * 1.25}l${-r * 1.25} ${-r * 1.25}Z`,
  },
  { draw: (x, y, r) => `M${x} ${y + r * 1.15}L${x + r * 1.1} ${y - r * 0.85}H${x - r * 1.1}Z` },
  { draw: plus },
  { draw: (x, y, r) => circle(x, y, r * 0.88), isOpen: true },
  { draw: (x, y, r) => square(x, y, r * 0.8), isOpen: true },
];

function circle(x: number, y: number, r: number): string {
  return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
}

function square(x: number, y: number, r: number): string {
  return `M${x - r} ${y - r}h${2 * r}v${2 * r}h${-2 * r}Z`;
}

function plus(x: number, y: number, r: number): string {
  const arm = r / 3;
  const long = r - arm;
  return `M${x - arm} ${y - r}h${2 * arm}v${long}h${long}v${2 * arm}h${-long}v${long}h${-2 * arm}v${-long}h${-long}v${-2 * arm}h${long}Z`;
}

function bar(x: number, y: number, r: number): string {
  return `M${x - r} ${y - r / 4}h${2 * r}v${r / 2}h${-2 * r}Z`;
}
