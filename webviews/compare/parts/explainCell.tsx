import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { onScreen } from '../../../engine/src/language/screenFigures.ts';
import { type Pair, Pairs } from '../../shared/components/table.tsx';
import '../../shared/components/figure.css';
import { popoverPlace } from '../../shared/popoverPlace.ts';
import { cellAt } from '../model/cells.ts';
import { columnTitle } from '../model/columnTitle.ts';
import { differenceTo } from '../model/figures.ts';
import type { RunsColumn } from '../model/gridColumns.ts';
import { shortRun } from '../model/runLooks.ts';
import type { Table } from '../model/table.ts';

/** A cell that is explained. */
export interface Explained {
  readonly row: number;
  readonly column: RunsColumn;
  /** What has the focus, and gets it back. */
  readonly anchor: Element;
}

export interface ExplainCellProps extends Explained {
  readonly table: Table;
  readonly baseline: number | undefined;
  readonly onClose: () => void;
}

/** What stands behind a figure of the grid: all digits, its interval, and how it stands to the baseline. */
export function ExplainCell({ table, row, column, anchor, baseline, onClose }: ExplainCellProps) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    element.showPopover();
    const frame = { width: innerWidth, height: innerHeight };
    const { left, top } = popoverPlace(anchor.getBoundingClientRect(), element.getBoundingClientRect(), frame);
    element.style.left = `${left}px`;
    element.style.top = `${top}px`;
  }, [anchor]);
  useEffect(() => {
    const leave = (event: Event) => {
      if (event instanceof KeyboardEvent && event.key === 'Escape') event.stopPropagation();
      if (event instanceof KeyboardEvent && event.key === 'F2') return;
      onClose();
    };
    addEventListener('keydown', leave, true);
    addEventListener('pointerdown', leave, true);
    return () => {
      removeEventListener('keydown', leave, true);
      removeEventListener('pointerdown', leave, true);
    };
  }, [onClose]);
  const of = column.column;
  if (of === undefined) return null;
  const direction = of.better === null ? 'no known direction of better' : `${of.better} is better`;
  return (
    <div class="pop" ref={box} popover="manual" role="status">
      <b>{columnTitle(of)}</b> <span class="dim">{direction}</span>
      <Pairs pairs={pairsOf(table, { row, column, baseline })} />
    </div>
  );
}

function pairsOf(
  table: Table,
  { row, column, baseline }: { row: number; column: RunsColumn; baseline: number | undefined },
): readonly Pair[] {
  const cells = table.cells.get(column.id);
  const value = cellAt(cells, row);
  const pairs: Pair[] = [
    { key: 'run', name: 'run', value: table.runs[row] ?? '' },
    { key: 'value', name: 'value', value: value === undefined ? 'never logged' : onScreen(String(value)) },
  ];
  if (cells?.kind !== 'number') return pairs;
  const [low, high] = [cells.low?.[row] ?? Number.NaN, cells.high?.[row] ?? Number.NaN];
  pairs.push({
    key: 'interval',
    name: '95% interval',
    value: Number.isNaN(low) || Number.isNaN(high) ? 'none was measured' : onScreen(`[${low}, ${high}]`),
  });
  if (baseline === undefined) return pairs;
  const by = differenceTo(cells, { row, baseline }, column.column?.better ?? null);
  const name = `to ${shortRun(table, table.runs[baseline] ?? '')}`;
  if (by === undefined) return pairs;
  pairs.push({
    key: 'baseline',
    name,
    value: `${onScreen(`${by.value > 0 ? '+' : ''}${by.value}`)}, ${VERDICTS[by.verdict ?? 'none']}`,
  });
  return pairs;
}

const VERDICTS = {
  better: 'better: the intervals have no value in common',
  worse: 'worse: the intervals have no value in common',
  same: 'no difference beyond noise: the intervals overlap',
  none: 'no verdict: an interval or the direction of better is missing',
} as const;
