import { useMemo } from 'preact/hooks';
import { count } from '../../../engine/src/language/figures.ts';
import { shortRun } from '../model/runLooks.ts';
import type { Table } from '../model/table.ts';
import type { Tile } from '../protocol.ts';
import { Choice, Switch } from './choices.tsx';
import { numericColumns } from './model/axisColumns.ts';
import { numberAt, textOf } from './model/figureAt.ts';
import { paretoFront } from './model/pareto.ts';
import { runTitle } from './model/subject.ts';
import { headedTitle, tileTitle } from './model/tileTitle.ts';
import { ScatterPlot } from './scatterPlot.tsx';
import type { ScatterPoints } from './scatterPoints.ts';
import { TileFrame } from './tile.tsx';
import type { TileProps } from './tileProps.ts';
import { ValuesTable } from './valuesTable.tsx';

type Scatter = Extract<Tile, { kind: 'scatter' }>;

/** All runs that the filter takes as points of two columns, with those that no other beats. */
export function ScatterTile({ tile, state, table, subject, kinds, onChange, onRemove }: TileProps<Scatter>) {
  const { taken } = state.charted.value.lines;
  const cells = [table.columns, table.cells.get(tile.x), table.cells.get(tile.y)];
  const rows = useMemo(() => rowsOf(taken, subject.runs), [taken, subject]);
  const points = useMemo(() => pointsOf(table, tile, rows), [tile, rows, ...cells]);
  const front = useMemo(() => (tile.pareto ? frontOf(table, tile, points) : undefined), [tile, points]);
  const columns = numericColumns(table);
  const title = tileTitle(tile, table);
  return (
    <TileFrame
      {...title}
      onRemove={onRemove}
      settings={
        <>
          {kinds}
          <Choice label="x" value={tile.x} options={columns} onChoose={(x) => onChange({ ...tile, x })} />
          <Choice label="y" value={tile.y} options={columns} onChoose={(y) => onChange({ ...tile, y })} />
          <Switch label="Pareto front" isOn={tile.pareto} onTurn={(pareto) => onChange({ ...tile, pareto })} />
        </>
      }
    >
      <ScatterPlot
        {...{ state, table, tile, points, subject }}
        front={front ?? []}
        label={`${title.title} ${title.by}, ${count(points.rows.length)} runs${frontText(table, points, front)}`}
      />
      <p class="cap">{caption(points, rows.length, { tile, front })}</p>
      <ValuesTable
        caption={`${title.title} ${title.by}`}
        heads={[headedTitle(table, tile.x), headedTitle(table, tile.y)]}
        rows={subject.runs.map((run) => ({
          key: run.id,
          head: runTitle(run),
          cells: [textOf(table, tile.x, run.row), textOf(table, tile.y, run.row)],
        }))}
      />
    </TileFrame>
  );
}

function rowsOf(taken: Uint32Array, runs: TileProps<Scatter>['subject']['runs']): readonly number[] {
  return [...new Set([...taken, ...runs.map(({ row }) => row)])];
}

function pointsOf(table: Table, { x, y }: Scatter, rows: readonly number[]): ScatterPoints {
  const shown = rows.filter(
    (row) => Number.isFinite(numberAt(table, x, row)) && Number.isFinite(numberAt(table, y, row)),
  );
  return {
    rows: shown,
    xs: shown.map((row) => numberAt(table, x, row)),
    ys: shown.map((row) => numberAt(table, y, row)),
  };
}

/** Undefined where nobody knows what is better. */
function frontOf(table: Table, { x, y }: Scatter, { xs, ys }: ScatterPoints): readonly number[] | undefined {
  const [xBetter, yBetter] = [table.columns.get(x)?.better ?? null, table.columns.get(y)?.better ?? null];
  return xBetter === null || yBetter === null ? undefined : paretoFront({ xs, ys, xBetter, yBetter });
}

function frontText(table: Table, { rows }: ScatterPoints, front: readonly number[] | undefined): string {
  if (front === undefined || front.length === 0) return '';
  const first = front.slice(0, 5).map((place) => shortRun(table, table.runs[rows[place] ?? 0] ?? ''));
  return `, ${count(front.length)} on the Pareto front: ${first.join(', ')}`;
}

function caption(
  { rows }: ScatterPoints,
  all: number,
  { tile, front }: { readonly tile: Scatter; readonly front: readonly number[] | undefined },
): string {
  const without = all - rows.length;
  const parts = [
    `${count(rows.length)} runs`,
    ...(without > 0 ? [`${count(without)} without a finite figure in both`] : []),
    ...(tile.pareto && front === undefined ? ['no Pareto front: which direction is better is not known of both'] : []),
    ...(front !== undefined ? [`${count(front.length)} on the Pareto front`] : []),
  ];
  return parts.join(', ');
}
