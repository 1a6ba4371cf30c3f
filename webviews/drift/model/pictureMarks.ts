import type { Picture } from '../../../engine/src/monitoring/report/columnReport.ts';
import { wholeValues } from './wholeValues.ts';

/** Outline of the reference and fill of the current rows, in a box: two paths, however many bins there are. */
export interface PictureMarks {
  readonly reference: string;
  readonly current: string;
}

interface Box {
  readonly width: number;
  readonly height: number;
}

/** More categories than these are drawn as one. */
const MOST_BARS = 13;

/** Bars of ranges touch, those of values and categories do not; all begin at zero and share one scale. */
export function pictureMarks(picture: Picture, box: Box): PictureMarks {
  if (picture.kind === 'bins') return binMarks(picture, box);
  const { reference, current, other } = picture;
  const rest = (side: readonly number[], more: number) => side.slice(MOST_BARS).reduce((a, b) => a + b, more);
  // One bar for many others would leave nothing to see of the rest.
  const most = Math.max(...reference, ...current, 0);
  const others = Math.max(rest(reference, other.reference), rest(current, other.current));
  const hasRest = others > 0 && others <= most;
  const bars = (side: readonly number[], more: number) => [
    ...side.slice(0, MOST_BARS),
    ...(hasRest ? [rest(side, more)] : []),
  ];
  return barMarks(bars(reference, other.reference), bars(current, other.current), box);
}

function binMarks(picture: Picture & { readonly kind: 'bins' }, { width, height }: Box): PictureMarks {
  const { edges, reference, current } = picture;
  if (wholeValues(edges) !== undefined) return barMarks(reference, current, { width, height });
  const [first = 0, last = 1] = [edges[0], edges.at(-1)];
  const x = (edge: number) => tenth(last > first ? ((edge - first) / (last - first)) * width : 0);
  const y = heightScale([reference, current], height);
  const tops = (side: readonly number[]) => side.map((share, i) => `V${y(share)}H${x(edges[i + 1] ?? last)}`).join('');
  return {
    reference: `M0 ${height}${tops(reference)}V${height}`,
    current: `M0 ${height}${tops(current)}V${height}Z`,
  };
}

function barMarks(reference: readonly number[], current: readonly number[], { width, height }: Box): PictureMarks {
  const slot = width / Math.max(1, reference.length);
  const gap = Math.min(3, slot * 0.22);
  const y = heightScale([reference, current], height);
  const path = (side: readonly number[], end: string) =>
    side
      .map((share, i) => {
        const [left, right] = [tenth(i * slot + gap / 2), tenth((i + 1) * slot - gap / 2)];
        return `M${left} ${height}V${y(share)}H${right}V${height}${end}`;
      })
      .join('');
  return { reference: path(reference, ''), current: path(current, 'Z') };
}

function heightScale(sides: readonly (readonly number[])[], height: number): (share: number) => number {
  const most = Math.max(...sides.flat(), Number.EPSILON);
  return (share) => tenth(height - (share / most) * (height - 3));
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
