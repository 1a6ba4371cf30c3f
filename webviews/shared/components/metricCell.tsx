import type { MetricRow } from '../../../server/src/views.ts';
import { betterArrow } from '../difference.ts';
import type { Strip } from '../strip.ts';
import { Difference } from './difference.tsx';
import { type Explanation, Figure } from './figure.tsx';
import { Whisker } from './whisker.tsx';

export interface MetricCellProps {
  readonly metric: MetricRow;
  /** The value as its column writes it. */
  readonly text: string;
  readonly scale: Strip | undefined;
  readonly explain: () => Explanation;
}

/** Value, whisker and difference in one cell. */
export function MetricCell({ metric, text, scale, explain }: MetricCellProps) {
  return (
    <div class="cell">
      <Figure label={`${metric.name} ${text}`} explain={explain}>
        {text}
      </Figure>
      <Whisker
        value={metric.value}
        low={metric.low}
        high={metric.high}
        scale={scale}
        mark={metric.against?.value ?? undefined}
      />
      {metric.against === null ? <span /> : <Difference against={metric.against} />}
    </div>
  );
}

/** `roc_auc ↑`, said in full to readers. */
export function MetricName({ name, better }: Pick<MetricRow, 'name' | 'better'>) {
  const arrow = betterArrow(better);
  return (
    <>
      <b>{name}</b>{' '}
      {arrow !== undefined && (
        <>
          <span aria-hidden="true">{arrow}</span>
          <span class="sr">{better} is better</span>
        </>
      )}
    </>
  );
}
