import { useSignal } from '@preact/signals';
import { decimalsOf } from '../../../engine/src/language/figures.ts';
import { valueText } from '../../../engine/src/language/screenFigures.ts';
import type { PromotionPage } from '../../../engine/src/operations/promotion/page/promotionPage.ts';
import type { MetricRow } from '../../../engine/src/operations/runs/page/runPage.ts';
import { Link } from '../../shared/components/button.tsx';
import { Difference } from '../../shared/components/difference.tsx';
import { MetricName } from '../../shared/components/metricCell.tsx';
import { Section } from '../../shared/components/section.tsx';
import { useWidth } from '../../shared/hooks.ts';
import { placeOn, stripOf } from '../../shared/strip.ts';

const SHOWN = 6;

/** Both versions on one scale a metric: hollow what has the alias, filled what is to have it. */
export function Versions({ page: { version, now, metrics } }: { readonly page: PromotionPage }) {
  const all = useSignal(false);
  if (metrics.length === 0) return null;
  const shown = all.value ? metrics : metrics.slice(0, SHOWN);
  const title = now === null || now.version === version ? `v${version}` : `v${now.version} and v${version}`;
  return (
    <Section
      title={title}
      {...(metrics.some(({ against }) => against !== null) && { end: `hollow v${now?.version}, filled v${version}` })}
    >
      <table class="plain vv" aria-label={`Metrics of ${title}`}>
        <tbody>
          {shown.map((metric) => (
            <tr key={metric.name}>
              <th scope="row">
                <span class="cut" title={metric.name}>
                  <MetricName name={metric.name} better={metric.better} />
                </span>
              </th>
              <td class="c-pair">
                <Pair metric={metric} />
              </td>
              <td class="n">
                <Told metric={metric} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {metrics.length > shown.length && (
        <Link onClick={() => (all.value = true)}>{metrics.length - shown.length} more</Link>
      )}
    </Section>
  );
}

function Told({ metric }: { readonly metric: MetricRow }) {
  const { against, low, high } = metric;
  const decimals = decimalsOf(low, high);
  return (
    <>
      <span class="sr">{valueText(metric)}</span>
      {against === null ? (
        <span aria-hidden="true">{valueText(metric)}</span>
      ) : (
        <Difference against={against} {...(decimals === undefined ? {} : { decimals })} />
      )}
    </>
  );
}

function Pair({ metric: { value, low, high, against } }: { readonly metric: MetricRow }) {
  const [box, width] = useWidth<HTMLDivElement>();
  const ours = { value, ...(low !== undefined && { low }), ...(high !== undefined && { high }) };
  const strip = stripOf([ours, ...(against === null ? [] : [against])]);
  return (
    <div class="pair-box" ref={box}>
      {width > 0 && strip !== undefined && (
        <svg class="whisker" width={width} height="20" aria-hidden="true">
          {against !== null && <Mark of={against} y={6} isHollow x={(number) => placeOn(strip, number, width)} />}
          <Mark of={ours} y={14} x={(number) => placeOn(strip, number, width)} />
        </svg>
      )}
    </div>
  );
}

interface MarkProps {
  readonly of: Pick<MetricRow, 'value' | 'low' | 'high'>;
  readonly y: number;
  readonly x: (value: number) => number;
  readonly isHollow?: boolean;
}

function Mark({ of: { value, low, high }, y, x, isHollow = false }: MarkProps) {
  return (
    <g class={isHollow ? 'dim' : ''}>
      {low !== undefined && high !== undefined && <path class="wk" d={`M${x(low)} ${y}H${x(high)}`} />}
      {typeof value === 'number' && <circle class={isHollow ? 'dot hollow' : 'dot'} cx={x(value)} cy={y} r="2.7" />}
    </g>
  );
}
