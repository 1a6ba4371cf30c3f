import { markerShape } from '../marker.ts';

export interface MarkerProps {
  /** Number of the run's colour; 0 is the baseline. */
  readonly n: number;
  readonly x: number;
  readonly y: number;
  readonly radius?: number;
}

/** The marker of a run in a chart. */
export function Marker({ n, x, y, radius = 4 }: MarkerProps) {
  const { path, isOpen } = markerShape(n, x, y, radius);
  return isOpen ? <path class={`k${n} open`} stroke-width="1.8" d={path} /> : <path class={`m${n}`} d={path} />;
}

/** The same beside the run's name, in a row or a legend. */
export function LegendMarker({ n }: Pick<MarkerProps, 'n'>) {
  return (
    <svg class="mk" viewBox="0 0 14 14" aria-hidden="true">
      <Marker n={n} x={7} y={7} />
    </svg>
  );
}
