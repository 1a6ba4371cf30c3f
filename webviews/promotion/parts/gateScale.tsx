import type { GateFigure } from '../../../engine/src/ports/gate.ts';
import { useWidth } from '../../shared/hooks.ts';
import { placeOn, stripOf } from '../../shared/strip.ts';

/** A figure with its interval against its limits, each row on a scale of its own; hidden from readers, whom the row tells both. */
export function GateScale({ figure }: { readonly figure: GateFigure | undefined }) {
  const [box, width] = useWidth<HTMLDivElement>();
  return (
    <div class="whisker-box" ref={box}>
      {width > 0 && figure !== undefined && figure.unit !== 'count' && <Drawn figure={figure} width={width} />}
    </div>
  );
}

function Drawn({
  figure: { value, low, high, min, max },
  width,
}: {
  readonly figure: GateFigure;
  readonly width: number;
}) {
  const limits = [min, max].filter((limit) => limit !== undefined);
  const measured = { value, ...(low !== undefined && { low }), ...(high !== undefined && { high }) };
  const strip = stripOf([measured, ...limits.map((limit) => ({ value: limit }))]);
  if (strip === undefined || limits.length === 0) return null;
  const x = (number: number) => placeOn(strip, number, width);
  return (
    <svg class="whisker" width={width} height="16" aria-hidden="true">
      <path class="gl" d={`M0 8H${width}`} />
      {limits.map((limit) => (
        <path key={limit} class="lim" d={`M${x(limit)} 0V16`} />
      ))}
      {low !== undefined && high !== undefined && (
        <path class="wk" d={`M${x(low)} 8H${x(high)}M${x(low)} 5v6M${x(high)} 5v6`} />
      )}
      {Number.isFinite(value) && <circle class="dot" cx={x(value)} cy="8" r="2.8" />}
    </svg>
  );
}
