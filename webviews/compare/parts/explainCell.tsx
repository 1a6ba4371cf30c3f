import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { count } from '../../../engine/src/language/figures.ts';
import { onScreen } from '../../../engine/src/language/screenFigures.ts';
import { type Pair, Pairs } from '../../shared/components/table.tsx';
import '../../shared/components/figure.css';
import { useChannel } from '../../shared/hooks.ts';
import { popoverPlace } from '../../shared/popoverPlace.ts';
import { cellAt } from '../model/cells.ts';
import { columnTitle } from '../model/columnTitle.ts';
import { differenceTo } from '../model/figures.ts';
import type { RunsColumn } from '../model/gridColumns.ts';
import { pairedInterval } from '../model/pairWords.ts';
import { shortRun } from '../model/runLooks.ts';
import type { Table } from '../model/table.ts';
import { type PairKnown, pairedRunsOf, pairKey } from '../pairedRuns.ts';

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
  const paired = pairedRunsOf(useChannel());
  const pair = { run: table.runs[row] ?? '', baseline: baseline === undefined ? '' : (table.runs[baseline] ?? '') };
  useEffect(() => (baseline === undefined ? undefined : paired.want([pair])), [paired, pairKey(pair), baseline]);
  const known = paired.known.value.get(pairKey(pair));
  const of = column.column;
  if (of === undefined) return null;
  const direction = of.better === null ? 'no known direction of better' : `${of.better} is better`;
  return (
    <div class="pop" ref={box} popover="manual" role="status">
      <b>{columnTitle(of)}</b> <span class="dim">{direction}</span>
      <Pairs pairs={pairsOf(table, { row, column, baseline, known })} />
    </div>
  );
}

function pairsOf(
  table: Table,
  {
    row,
    column,
    baseline,
    known,
  }: { row: number; column: RunsColumn; baseline: number | undefined; known: PairKnown | undefined },
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
  if (row !== baseline && column.column !== undefined)
    pairs.push({ key: 'paired', name: 'on the same rows', value: pairedWords(known, column.column.name) });
  return pairs;
}

/** `+0.002479 [0.0020, 0.0030] on 373,769 rows, better: its interval leaves 0 out`. */
function pairedWords(known: PairKnown | undefined, metric: string): string {
  if (known === undefined || known === 'asked') return 'being measured';
  const found = known.metrics[metric];
  if (found === undefined)
    return `unpaired: ${known.reason?.replace(/\.$/, '') ?? 'the scores of both tell metrics of the catalog alone'}`;
  const { difference, rows, verdict } = found;
  const size = onScreen(`${difference > 0 ? '+' : ''}${difference}`);
  return `${size} ${pairedInterval({ ...found, verdict: null })} on ${count(rows)} rows, ${PAIRED[verdict ?? 'none']}`;
}

const PAIRED = {
  better: 'better: the interval of the difference leaves 0 out',
  worse: 'worse: the interval of the difference leaves 0 out',
  same: 'no difference beyond noise: the interval of the difference holds 0',
  none: 'no verdict: the direction of better is missing',
} as const;

const VERDICTS = {
  better: 'better: the intervals have no value in common',
  worse: 'worse: the intervals have no value in common',
  same: 'no difference beyond noise: the intervals overlap',
  none: 'no verdict: an interval or the direction of better is missing',
} as const;
