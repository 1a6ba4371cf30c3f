/** A line through the values that there are, in a box; gaps stay gaps. */
export interface SparkLine {
  readonly path: string;
  readonly limits: readonly number[];
  readonly end: { readonly x: number; readonly y: number } | undefined;
}

export interface SparkBox {
  readonly width: number;
  readonly height: number;
  readonly limits: readonly number[];
}

const PAD = 4;

/** Undefined where there are fewer than two values. */
export function sparkLine(
  values: readonly (number | null)[],
  { width, height, limits }: SparkBox,
): SparkLine | undefined {
  const known = values.flatMap((value, index) => (isKnown(value) ? [{ value, index }] : []));
  const last = known.at(-1);
  if (known.length < 2 || last === undefined) return undefined;
  const all = [...known.map(({ value }) => value), ...limits];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const y = (value: number) =>
    tenth(high === low ? height / 2 : height - PAD - ((value - low) / (high - low)) * (height - 2 * PAD));
  const x = (index: number) => tenth(1 + (index / (values.length - 1)) * (width - PAD));
  const steps = known.map(({ value, index }, i) => {
    const follows = i > 0 && known[i - 1]!.index === index - 1;
    return `${follows ? 'L' : 'M'}${x(index)} ${y(value)}`;
  });
  return { path: steps.join(''), limits: limits.map(y), end: { x: x(last.index), y: y(last.value) } };
}

function isKnown(value: number | null): value is number {
  return value !== null && Number.isFinite(value);
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
