import { useMemo } from 'preact/hooks';
import { count } from '../../../engine/src/language/figures.ts';
import { Button } from '../../shared/components/button.tsx';
import type { CompareState } from '../compareState.ts';
import { brushed } from '../model/brushed.ts';
import type { Table } from '../model/table.ts';
import type { Brush, Tile } from '../protocol.ts';
import { Choice } from './choices.tsx';
import { axisColumns, numericColumns } from './model/axisColumns.ts';
import { withBrush } from './model/brushText.ts';
import { textOf } from './model/figureAt.ts';
import { parallelAxes } from './model/parallelAxes.ts';
import { runTitle } from './model/subject.ts';
import { axisTitle, headedTitle, tileTitle } from './model/tileTitle.ts';
import { moved, turned } from './parallelOrder.ts';
import { ParallelPlot } from './parallelPlot.tsx';
import { RunLegend } from './runLegend.tsx';
import { TileFrame } from './tile.tsx';
import type { TileProps } from './tileProps.ts';
import { ValuesTable } from './valuesTable.tsx';

type Parallel = Extract<Tile, { kind: 'parallel' }>;

/** A line for each run that the filter takes through its values; a brush on an axis narrows all of the page to what it holds. */
export function ParallelTile({ tile, state, table, subject, kinds, onChange, onRemove }: TileProps<Parallel>) {
  const { title } = tileTitle(tile, table);
  const brushes = state.view.value.brushes ?? [];
  const { filtered } = state.charted.value;
  const rows = useMemo(() => rowsOf(table, filtered, subject.runs), [table.runs, filtered, subject]);
  const cells = tile.columns.map((column) => table.cells.get(column));
  const axes = useMemo(() => parallelAxes(table, tile, rows), [table.columns, tile, rows, ...cells]);
  const inside = useMemo(
    () => (brushes.length === 0 ? undefined : brushed(table, undefined, brushes)),
    [table, brushes],
  );
  const shown = inside === undefined ? rows.length : rows.reduce((sum, row) => sum + (inside[row] ?? 0), 0);
  return (
    <TileFrame
      title={title}
      by={inside === undefined ? undefined : `${count(shown)} of ${count(rows.length)} in brush`}
      onRemove={onRemove}
      settings={
        <>
          {kinds}
          <Choice
            label="Colour"
            value={tile.colour}
            options={numericColumns(table)}
            onChoose={(colour) => onChange({ ...tile, colour })}
          />
          <AxisSettings
            {...{ tile, table, onChange }}
            canLog={new Set(axes.flatMap((axis) => (axis.canLog ? [axis.column] : [])))}
          />
        </>
      }
    >
      {axes.length < 2 ? (
        <p class="cap">{tile.columns.length < 2 ? 'Add a second axis in the settings' : 'Values are on their way'}</p>
      ) : (
        <ParallelPlot
          {...{ state, table, tile, axes, rows, inside, subject, brushes, onChange }}
          label={`${title}: ${count(rows.length)} runs over ${axes.map((axis) => axis.title).join(', ')}`}
          onBrush={(column, brush) => putBrush(state, column, brush)}
        />
      )}
      <RunLegend state={state} runs={subject.runs} />
      <p class="cap">
        {count(rows.length)} runs; a stronger line has more {axisTitle(table, tile.colour)}
      </p>
      <ValuesTable
        caption={title}
        heads={tile.columns.map((column) => headedTitle(table, column))}
        rows={subject.runs.map((run) => ({
          key: run.id,
          head: runTitle(run),
          cells: tile.columns.map((column) => textOf(table, column, run.row)),
        }))}
      />
    </TileFrame>
  );
}

function putBrush(state: CompareState, column: string, brush: Brush | undefined): void {
  state.change({ brushes: withBrush(state.view.peek().brushes ?? [], column, brush) });
}

/** Those that the filter takes, brushes aside, and those that charts are about. */
function rowsOf(
  table: Table,
  filtered: Uint8Array | undefined,
  runs: TileProps<Parallel>['subject']['runs'],
): Uint32Array {
  const chosen = new Set(runs.map(({ row }) => row));
  const rows = Uint32Array.from(table.runs.keys());
  return filtered === undefined ? rows : rows.filter((row) => filtered[row] === 1 || chosen.has(row));
}

interface AxisSettingsProps {
  readonly tile: Parallel;
  readonly table: Table;
  readonly canLog: ReadonlySet<string>;
  readonly onChange: (tile: Tile) => void;
}

/** Axes in their order: moved, turned over, made logarithmic, taken away, added. */
function AxisSettings({ tile, table, canLog, onChange }: AxisSettingsProps) {
  const { columns, log = [], flipped = [] } = tile;
  const rest = axisColumns(table).filter(({ value }) => !columns.includes(value));
  return (
    <ol class="axis-list">
      {columns.map((column, i) => {
        const name = axisTitle(table, column);
        return (
          <li key={column}>
            <span class="axis-name cut">{name}</span>
            <Button
              kind="ghost"
              label={`Move ${name} left`}
              onClick={() => onChange({ ...tile, columns: moved(columns, i, -1) })}
            >
              ←
            </Button>
            <Button
              kind="ghost"
              label={`Move ${name} right`}
              onClick={() => onChange({ ...tile, columns: moved(columns, i, 1) })}
            >
              →
            </Button>
            <Button
              kind="ghost"
              pressed={flipped.includes(column)}
              label={`Flip ${name}`}
              onClick={() => onChange({ ...tile, flipped: turned(flipped, column) })}
            >
              Flip
            </Button>
            {canLog.has(column) && (
              <Button
                kind="ghost"
                pressed={log.includes(column)}
                label={`log ${name}`}
                onClick={() => onChange({ ...tile, log: turned(log, column) })}
              >
                log
              </Button>
            )}
            <Button
              kind="ghost"
              label={`Remove ${name}`}
              onClick={() => onChange({ ...tile, columns: columns.toSpliced(i, 1) })}
            >
              ×
            </Button>
          </li>
        );
      })}
      <li>
        <Choice
          label="Add axis"
          value=""
          options={[{ value: '', text: 'Choose a column' }, ...rest]}
          onChoose={(column) => column !== '' && onChange({ ...tile, columns: [...columns, column] })}
        />
      </li>
    </ol>
  );
}
