import { useSignal } from '@preact/signals';
import type { ColumnReport } from '../../../engine/src/monitoring/report/columnReport.ts';
import type { DriftPage } from '../../../engine/src/monitoring/report/driftPage.ts';
import { isChosen, testWords } from '../model/testWords.ts';
import { timePoints } from '../model/timePoints.ts';
import { BinsChart } from './binsChart.tsx';
import { CategoriesChart } from './categoriesChart.tsx';
import { CategoryChanges } from './categoryChanges.tsx';
import { Changed } from './changed.tsx';
import { FigureTables } from './figureTables.tsx';
import { TimeLine } from './timeLine.tsx';
import { Where } from './where.tsx';

export interface OpenedProps {
  readonly column: ColumnReport;
  readonly page: DriftPage;
  readonly onPick?: ((check: string) => void) | undefined;
}

/** A column in full: both distributions, how far it was at each check, and where it moved. */
export function Opened({ column, page, onPick }: OpenedProps) {
  const isAll = useSignal(page.report.columns.length === 1);
  const { picture, test, sensitive, where } = column;
  const hasLine = timePoints(column, page).length > 1;
  // Where one chart is all there is, the figures stand beside it.
  const isBeside = !hasLine && where.length === 0 && !sensitive;
  const chart =
    picture === null ? (
      <p class="cap">{whyNoPicture(column)}</p>
    ) : picture.kind === 'bins' ? (
      <BinsChart column={column} picture={picture} />
    ) : (
      <CategoriesChart column={column} picture={picture} />
    );
  return (
    <>
      <p class="only-narrow small">
        <Changed column={column} figures /> {isChosen(test) && <span class="cap">{testWords(test).name}</span>}
      </p>
      <div class={isBeside ? 'charts with-figures' : 'charts'}>
        {chart}
        {hasLine && <TimeLine column={column} page={page} onPick={onPick} />}
        {where.length > 0 && <Where column={column} />}
        {isBeside && <FigureTables column={column} class={isAll.value ? undefined : 'not-narrow'} />}
      </div>
      <CategoryChanges column={column} />
      {!sensitive && (
        <p class={`small not-printed ${isBeside ? 'only-narrow' : ''}`}>
          <button type="button" class="link" aria-expanded={isAll.value} onClick={() => (isAll.value = !isAll.value)}>
            {isAll.value ? 'Without all figures and tests' : 'All figures and tests'}
          </button>
        </p>
      )}
      {!sensitive && !isBeside && isAll.value && <FigureTables column={column} />}
    </>
  );
}

/** Why there is nothing to see. */
function whyNoPicture({ sensitive, reference, current }: ColumnReport): string {
  if (sensitive) return 'Its values are sensitive and are not shown.';
  const hasValues = [reference, current].some(({ rows, missing }) => rows > missing);
  return hasValues ? 'It is not drawn.' : 'There are no values to draw.';
}
