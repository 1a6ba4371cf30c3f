// biome-ignore-all lint/a11y/useSemanticElements: elements of a table cannot be placed line by line
// biome-ignore-all lint/a11y/useFocusableInteractive: in this grid its rows take the focus
import { count } from '../../../engine/src/language/figures.ts';
import { screenFigure } from '../../../engine/src/language/screenFigures.ts';
import type { ColumnReport } from '../../../engine/src/monitoring/report/columnReport.ts';
import { Badge } from '../../shared/components/badge.tsx';
import { Figure } from '../../shared/components/figure.tsx';
import { Icon } from '../../shared/components/icon.tsx';
import { columnSentence, valueSentence } from '../model/columnSentence.ts';
import { pText, shortDay, statisticText } from '../model/driftTexts.ts';
import { testWords } from '../model/testWords.ts';
import { Changed } from './changed.tsx';
import { Effect } from './effect.tsx';
import { explainColumn } from './explainColumn.ts';
import { MiniPicture } from './miniPicture.tsx';

export interface ColumnRowProps {
  readonly column: ColumnReport;
  readonly isOpen: boolean;
  readonly isStop: boolean;
  /** Place among all rows, from 1. */
  readonly index: number;
  /** Moment of the check; null where there are no others to date by. */
  readonly due: string | null;
  /** When it drifted last, before this check; null where it never has, or nothing is known of it. */
  readonly last: number | null;
  readonly onToggle: () => void;
}

const BADGES = { drift: 'drift', none: 'passed', unknown: 'unknown' } as const;
const WORDS = { drift: 'drift', none: 'no drift', unknown: 'no verdict' } as const;

/** A column in one row: whether it moved, both distributions, what changed in words, how much, and since when. */
export function ColumnRow({ column, isOpen, isStop, index, due, last, onToggle }: ColumnRowProps) {
  const { verdict, picture, type, sensitive } = column;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the treegrid hears the keys of its rows
    <div
      class={isOpen ? 'drow open' : 'drow'}
      role="row"
      aria-expanded={isOpen}
      aria-level={1}
      aria-rowindex={index}
      aria-label={columnSentence(column)}
      tabIndex={isStop ? 0 : -1}
      data-column={column.column}
      onClick={(event) => {
        if (!isInner(event)) onToggle();
      }}
    >
      <div role="gridcell">
        <Badge kind={BADGES[verdict]} iconOnly>
          {WORDS[verdict]}
        </Badge>
      </div>
      <div role="rowheader" class="c-name">
        <span class="name cut" title={column.column}>
          {column.column}
        </span>
        <span class="cap cut" title={type}>
          {type}
        </span>
      </div>
      <div role="gridcell" class="c-mini">
        {picture === null ? (
          <span class="cap">{sensitive ? 'not shown: sensitive' : ''}</span>
        ) : (
          <MiniPicture picture={picture} />
        )}
      </div>
      <div role="gridcell" class="c-changed">
        <Changed column={column} figures={verdict === 'drift'} />
      </div>
      <div role="gridcell" class="c-effect">
        <Effect column={column} />
      </div>
      <div role="gridcell" class="c-value">
        <Value column={column} />
      </div>
      {due !== null && (
        <div role="gridcell" class="c-since">
          <Since column={column} due={due} last={last} />
        </div>
      )}
      <div role="gridcell" class="c-open">
        <Icon name={isOpen ? 'down' : 'right'} />
      </div>
    </div>
  );
}

function Value({ column }: { readonly column: ColumnReport }) {
  const { test, statistic, pValue, threshold, verdict } = column;
  const isByP = testWords(test).byP && pValue !== null;
  return (
    <>
      <span class="t nowrap">
        <Figure
          label={valueSentence(column)}
          explain={() => explainColumn(column)}
          {...(statistic !== null && { copies: String(isByP ? pValue : statistic) })}
        >
          <b class={verdict === 'drift' ? 'warn' : undefined}>
            {verdict === 'unknown' ? '?' : isByP ? pText(pValue) : statisticText(statistic)}
          </b>
        </Figure>
        {threshold !== null && <span class="dim"> / {screenFigure(threshold)}</span>}
      </span>
      {!isByP && pValue !== null && <span class="cap t">{pText(pValue)}</span>}
      {isByP && statistic !== null && <span class="cap t">{statisticText(statistic)}</span>}
    </>
  );
}

interface SinceProps extends Pick<ColumnRowProps, 'column' | 'last'> {
  readonly due: string;
}

function Since({ column: { since, verdict }, due, last }: SinceProps) {
  if (since === null && verdict !== 'none') return <span class="dim">-</span>;
  if (since === null) return <span class="dim">{last === null ? 'never' : `last ${shortDay(last, due)}`}</span>;
  return (
    <>
      <span>{shortDay(since.due, due)}</span>
      <span class="cap">{since.checks === 1 ? 'first check' : `${count(since.checks)} checks`}</span>
    </>
  );
}

/** What stands in a row does its own, and marking text opens nothing. */
function isInner({ target }: MouseEvent): boolean {
  if (target instanceof Element && target.closest('button, a, .pop') !== null) return true;
  return !(getSelection()?.isCollapsed ?? true);
}
