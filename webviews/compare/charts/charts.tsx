import './charts.css';
import { useEffect, useMemo } from 'preact/hooks';
import { Button } from '../../shared/components/button.tsx';
import { Empty, Loading } from '../../shared/components/states.tsx';
import { useAnswer } from '../../shared/hooks.ts';
import type { CompareState } from '../compareState.ts';
import type { Table } from '../model/table.ts';
import type { Tile } from '../protocol.ts';
import { Choice } from './choices.tsx';
import { CurvesTile } from './curvesTile.tsx';
import { EvaluationTile } from './evaluationTile.tsx';
import { defaultTiles, type KnownSeries, mainMetric } from './model/defaultTiles.ts';
import { type Subject, subjectOf } from './model/subject.ts';
import { kindOptions, tileOfKind, wantedColumns } from './model/tileKinds.ts';
import { ParallelTile } from './parallelTile.tsx';
import { ScatterTile } from './scatterTile.tsx';
import type { TileProps } from './tileProps.ts';

/** More do not stand side by side. */
const MOST_TILES = 3;
const NO_SERIES: readonly KnownSeries[] = [];

/** Charts about the selection: one to three, which the user picks; where none is picked, those that fit the runs. */
export function Charts({ state }: { readonly state: CompareState }) {
  const { table } = state.charted.value;
  if (table === undefined) return <Loading rows={6} />;
  return <Tiles state={state} table={table} />;
}

interface TilesProps {
  readonly state: CompareState;
  readonly table: Table;
}

function Tiles({ state, table }: TilesProps) {
  const subject = useSubject(state);
  const told = useAnswer('curves', { runs: subject.runs.map(({ id }) => id), metrics: [] });
  if (subject.runs.length === 0) return <Empty title="No runs to chart" text="The filter leaves none." />;
  if (told.value === undefined && told.refusal === undefined) return <Loading rows={6} />;
  return <Row {...{ state, table, subject }} series={told.value?.names ?? NO_SERIES} />;
}

/** The same object as long as the same runs are meant, so that nothing is drawn again when the table tells something else. */
function useSubject(state: CompareState): Subject {
  const subject = subjectOf(state);
  return useMemo(() => subject, [JSON.stringify(subject)]);
}

interface RowProps extends TilesProps {
  readonly subject: Subject;
  readonly series: readonly KnownSeries[];
}

function Row({ state, table, subject, series }: RowProps) {
  const columns = useMemo(() => [...table.columns.values()], [table.columns]);
  const tiles = useTiles(state.view.value.tiles, () =>
    defaultTiles(columns, series, (id) => textsIn(table, id)).slice(0, MOST_TILES),
  );
  const wanted = tiles.flatMap(wantedColumns).join('\n');
  useEffect(() => void state.want(wanted.split('\n').filter((id) => table.columns.has(id))), [state, table, wanted]);
  const put = (index: number, next: Tile | undefined) =>
    state.change({ tiles: next === undefined ? tiles.toSpliced(index, 1) : tiles.with(index, next) });
  const known = { main: mainMetric(columns), series, columns };
  return (
    <div class="tiles-box">
      <div class="tiles-bar cap">
        {!subject.isSelection && <span>Nothing is selected: the first {subject.runs.length} runs shown</span>}
        {tiles.length < MOST_TILES && (
          <Button kind="ghost" onClick={() => state.change({ tiles: [...tiles, tileOfKind('scatter', known)] })}>
            Add chart
          </Button>
        )}
      </div>
      <div class={`tiles of-${tiles.length}`}>
        {tiles.map((tile, index) => (
          <AnyTile
            key={index}
            {...{ tile, state, table, subject, series }}
            kinds={
              <Choice
                label="Chart"
                value={tile.kind}
                options={kindOptions(known)}
                onChoose={(kind) => put(index, tileOfKind(kind, known))}
              />
            }
            onChange={(next) => put(index, next)}
            onRemove={() => put(index, undefined)}
          />
        ))}
      </div>
    </div>
  );
}

/** Those that are picked, else those that fit: the same objects as long as they are the same. */
function useTiles(picked: readonly Tile[], fitting: () => readonly Tile[]): readonly Tile[] {
  const tiles = picked.length > 0 ? picked : fitting();
  return useMemo(() => tiles, [JSON.stringify(tiles)]);
}

function AnyTile({ tile, ...props }: TileProps<Tile>) {
  switch (tile.kind) {
    case 'curves':
      return <CurvesTile tile={tile} {...props} />;
    case 'parallel':
      return <ParallelTile tile={tile} {...props} />;
    case 'scatter':
      return <ScatterTile tile={tile} {...props} />;
    case 'evaluation':
      return <EvaluationTile tile={tile} {...props} />;
  }
}

function textsIn(table: Table, id: string): number | undefined {
  const cells = table.cells.get(id);
  return cells?.kind === 'text' ? cells.texts.length : undefined;
}
