import '../../shared/components/whisker.css';
import type { ComponentChildren } from 'preact';
import { duration } from '../../../engine/src/language/figures.ts';
import { progressText } from '../../../engine/src/language/progressText.ts';
import type { PairedFigure } from '../../../engine/src/operations/runs/compare/runDifferences.ts';
import type { LiveRun, RegisteredRow } from '../../../engine/src/operations/runs/page/runPage.ts';
import { Tag } from '../../shared/components/chip.tsx';
import { LegendMarker } from '../../shared/components/marker.tsx';
import { placeOn } from '../../shared/strip.ts';
import { RowMenu } from '../actions/rowMenu.tsx';
import { isStarred } from '../actions/star.ts';
import { type Cells, cellAt, type NumberColumn } from '../model/cells.ts';
import { cellText } from '../model/cellText.ts';
import { figureText } from '../model/columnFigures.ts';
import type { ColumnLook } from '../model/columnLooks.ts';
import { differenceTo, groupFigure } from '../model/figures.ts';
import type { RunsColumn } from '../model/gridColumns.ts';
import type { RunGridRow } from '../model/gridRows.ts';
import { type RunLook, textAt } from '../model/runLooks.ts';
import type { Table } from '../model/table.ts';
import { DifferenceText } from './differenceText.tsx';

export interface RunCellProps {
  readonly table: Table;
  readonly line: RunGridRow;
  readonly look: RunLook;
  readonly live: LiveRun | undefined;
  readonly registered: readonly RegisteredRow[];
}

const QUIET = ['finished', ''];

/** Marker, id, what is special about the run, and what somebody wrote about it. */
export function RunCell({ table, line, look, live, registered }: RunCellProps) {
  const note = textAt(table, 'tags.mlflow.note.content', line.row);
  const dirty = textAt(table, 'tags.modelyard.git.dirty', line.row) === 'true';
  const said = note === '' ? look.name : note;
  return (
    <>
      <span class="mk-place">{look.n !== undefined && <LegendMarker n={look.n} />}</span>
      <span class="mono" title={look.id}>
        {look.short}
      </span>
      {isStarred(table, line.row) && (
        <span title="starred">
          <span aria-hidden="true">★</span>
          <span class="sr">starred</span>
        </span>
      )}
      {look.n === 0 && <Tag>baseline</Tag>}
      {line.stays === 'pinned' && <Tag>pinned</Tag>}
      {registered.map(({ name, version, aliases }) => [
        <Tag key={`${name} ${version}`}>v{version}</Tag>,
        ...aliases.map((alias) => <Tag key={alias}>{alias}</Tag>),
      ])}
      {live !== undefined ? (
        <Tag>{liveText(live)}</Tag>
      ) : (
        !QUIET.includes(look.status) && (
          <span class={`tag ${look.status === 'failed' ? 'bad' : ''}`}>{look.status}</span>
        )
      )}
      {dirty && <Tag>dirty</Tag>}
      {line.isExcluded && <Tag>outside filter</Tag>}
      <span class="dim said" title={said}>
        {said}
      </span>
      <RowMenu run={look.short} />
    </>
  );
}

/** `running 63%`. */
function liveText(live: LiveRun): string {
  if (live.isQueued) return 'waits';
  const { fraction, steps } = live;
  if (fraction !== null) return `running ${Math.floor(fraction * 100)}%`;
  return steps.all === 0 ? 'running' : `running ${steps.done} of ${steps.all}`;
}

/** Branch and commit. */
export function CodeCell({ table, row }: { readonly table: Table; readonly row: number }) {
  const branch = textAt(table, 'tags.mlflow.source.git.branch', row);
  const commit = textAt(table, 'tags.mlflow.source.git.commit', row);
  if (branch === '' && commit === '') return <span class="dim">-</span>;
  return (
    <span title={`${branch} ${commit}`}>
      {branch} <span class="mono dim">{commit.slice(0, 7)}</span>
    </span>
  );
}

export interface MetricCellProps {
  readonly column: RunsColumn;
  readonly cells: NumberColumn;
  readonly look: ColumnLook;
  readonly row: number;
  readonly baseline: number | undefined;
  /** On the rows that the run and the baseline were both scored on; undefined where that is not known. */
  readonly paired: PairedFigure | undefined;
  readonly live: LiveRun | undefined;
  readonly isRunning: boolean;
  /** It is another than a moment ago; undefined where it is not. Another text for each time that it was. */
  readonly fresh: string | undefined;
}

/** Value, whisker on the column's scale, and how it stands to the baseline. */
export function MetricCell({ column, cells, look, row, baseline, paired, live, isRunning, fresh }: MetricCellProps) {
  const value = cellAt(cells, row);
  if (typeof value !== 'number')
    return live === undefined && !isRunning ? (
      <span class="dim">-</span>
    ) : (
      <span class="dim" title={live && progressText(live)}>
        not yet
      </span>
    );
  const unpaired =
    baseline === undefined ? undefined : differenceTo(cells, { row, baseline }, column.column?.better ?? null);
  const by = unpaired && paired ? { value: paired.difference, verdict: paired.verdict } : unpaired;
  const differs = by !== undefined && !(by.verdict === null && by.value === 0);
  const figure = (
    <span key={fresh} class={`t value ${fresh === undefined ? '' : 'fresh'}`} style={{ width: `${look.figure}px` }}>
      {figureText(value, look.decimals)}
    </span>
  );
  if (look.whisker === 0 && !differs) return figure;
  return (
    <span class="figures">
      {figure}
      {look.whisker > 0 && <Whisker cells={cells} look={look} row={row} baseline={baseline} />}
      {differs && <DifferenceText by={by} decimals={look.decimals} />}
    </span>
  );
}

type WhiskerProps = Pick<MetricCellProps, 'cells' | 'look' | 'row' | 'baseline'>;

/** Hidden from readers, whom F2 tells the interval. */
function Whisker({ cells, look: { scale, whisker: width }, row, baseline }: WhiskerProps) {
  const x = (value: number | undefined) =>
    scale === undefined || value === undefined || !Number.isFinite(value)
      ? undefined
      : `${placeOn(scale, value, width)}px`;
  const [low, high] = [x(cells.low?.[row]), x(cells.high?.[row])];
  const hasEnds = low !== undefined && high !== undefined;
  const mark = baseline === undefined || cells.has[baseline] !== 1 ? undefined : x(cells.values[baseline]);
  const places = {
    '--dot': x(cells.values[row]) ?? '',
    '--low': hasEnds ? low : '',
    '--high': hasEnds ? high : '',
    '--mark': mark ?? '',
  };
  return <span class="strip-cell" style={{ width: `${width}px`, ...places }} aria-hidden="true" />;
}

export interface PlainCellProps {
  readonly column: RunsColumn;
  readonly cells: Cells | undefined;
  readonly row: number;
  readonly baseline: number | undefined;
  readonly now: number;
}

/** A param is bold where it is another than the baseline's, and quiet where it is the same. */
export function PlainCell({ column, cells, row, baseline, now }: PlainCellProps): ComponentChildren {
  if (column.column === undefined || cells === undefined) return null;
  const value = cellAt(cells, row);
  const text = cellText(column.column, value, now);
  const isHeld = baseline !== undefined && row !== baseline && HELD.has(column.column.kind);
  if (!isHeld)
    return value === undefined ? <span class="dim">-</span> : <span title={titleOf(value, text)}>{text}</span>;
  const isSame = Object.is(value, cellAt(cells, baseline));
  return (
    <span class={isSame ? 'same' : 'changed'} title={titleOf(value, text)}>
      {text}
      {!isSame && <span class="sr">, not as the baseline</span>}
    </span>
  );
}

const HELD: ReadonlySet<string> = new Set(['param', 'dataset']);

function titleOf(value: number | string | undefined, text: string): string | undefined {
  return typeof value === 'string' && value !== text ? value.slice(0, 2000) : undefined;
}

/** Mean and spread of the group's runs. */
export function GroupCell({
  column,
  cells,
  look,
  rows,
}: {
  readonly column: RunsColumn;
  readonly cells: Cells | undefined;
  readonly look: ColumnLook | undefined;
  readonly rows: Uint32Array;
}) {
  if (column.column?.type === 'time') return null;
  const found = groupFigure(cells, rows);
  if (found === undefined) return null;
  const { mean, deviation, count } = found;
  if (column.id === 'attributes.duration') return <span title={`mean of ${count}`}>{duration(mean)}</span>;
  return (
    <span class="t" title={`mean of ${count}, standard deviation`}>
      {figureText(mean, look?.decimals)}
      {count > 1 && <span class="dim"> ± {figureText(deviation, look?.decimals)}</span>}
    </span>
  );
}
