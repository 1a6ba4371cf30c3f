import { decimalsOf, measured } from '../../../engine/src/language/figures.ts';
import { onScreen, screenFigure } from '../../../engine/src/language/screenFigures.ts';
import type { MetricRow } from '../../../engine/src/operations/runs/page/runPage.ts';
import type { Strip } from '../strip.ts';
import { Difference } from './difference.tsx';
import { type Explanation, Figure } from './figure.tsx';
import { Whisker } from './whisker.tsx';

export interface MetricCellProps {
  readonly metric: MetricRow;
  /** The column's. */
  readonly scale: Strip | undefined;
  readonly explain: () => Explanation;
}

/** Value, whisker and difference in one cell. */
export function MetricCell({ metric, scale, explain }: MetricCellProps) {
  const { name, value, low, high, against } = metric;
  const text = typeof value === 'number' ? onScreen(measured(value, low, high)) : screenFigure(value);
  const decimals = decimalsOf(low, high);
  return (
    <div class="cell">
      <Figure label={`${name} ${text}`} explain={explain} copies={String(value)}>
        {text}
      </Figure>
      <Whisker value={value} low={low} high={high} scale={scale} mark={against?.value} />
      {against !== null && <Difference against={against} {...(decimals === undefined ? {} : { decimals })} />}
    </div>
  );
}

const ARROWS = { higher: '↑', lower: '↓' } as const;

/** `roc_auc ↑`: the arrow points to what is better; readers are told in words. */
export function MetricName({ name, better }: Pick<MetricRow, 'name' | 'better'>) {
  return (
    <>
      <b>{name}</b>
      {better !== null && (
        <>
          {' '}
          <span aria-hidden="true">{ARROWS[better]}</span>
          <span class="sr">{better} is better</span>
        </>
      )}
    </>
  );
}
