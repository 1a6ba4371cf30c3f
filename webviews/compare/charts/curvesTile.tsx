import { count } from '../../../engine/src/language/figures.ts';
import { screenFigure } from '../../../engine/src/language/screenFigures.ts';
import { Loading, Refused } from '../../shared/components/states.tsx';
import type { Tile } from '../protocol.ts';
import { Choice, Switch } from './choices.tsx';
import { CurvesPlot } from './curvesPlot.tsx';
import type { CurveLine } from './model/curveLine.ts';
import { runTitle } from './model/subject.ts';
import { betterOf, tileTitle, xTitle } from './model/tileTitle.ts';
import { RunLegend } from './runLegend.tsx';
import { TileFrame } from './tile.tsx';
import type { TileProps } from './tileProps.ts';
import { MOST_RUNS, useCurves } from './useCurves.ts';
import { ValuesTable } from './valuesTable.tsx';

type CurvesLook = Extract<Tile, { kind: 'curves' }>;

/** A metric of each run by step, time or another metric. */
export function CurvesTile({ tile, state, table, subject, series, kinds, onChange, onRemove }: TileProps<CurvesLook>) {
  const { lines, refusal, isTold } = useCurves(subject.runs, tile);
  const { title, by } = tileTitle(tile, table);
  const better = betterOf(table, tile.metric);
  const runs = subject.runs.filter(({ id }) => lines.has(id));
  return (
    <TileFrame
      title={title}
      by={by}
      onRemove={onRemove}
      chips={<Smoothing tile={tile} onChange={onChange} />}
      settings={
        <>
          {kinds}
          <Choice
            label="Metric"
            value={tile.metric}
            options={series.map(({ name, runs }) => ({ value: name, text: `${name}, ${count(runs)} runs` }))}
            onChoose={(metric) => onChange({ ...tile, metric })}
          />
          <Choice
            label="x"
            value={typeof tile.x === 'object' ? `metric ${tile.x.metric}` : tile.x}
            options={[
              { value: 'step', text: 'Step' },
              { value: 'time', text: 'Time' },
              { value: 'relative', text: 'Time since the first point' },
              ...series.map(({ name }) => ({ value: `metric ${name}`, text: name })),
            ]}
            onChoose={(x) => onChange({ ...tile, x: xOf(x) })}
          />
          <Switch label="log x" isOn={tile.logX} onTurn={(logX) => onChange({ ...tile, logX })} />
          <Switch label="log y" isOn={tile.logY} onTurn={(logY) => onChange({ ...tile, logY })} />
        </>
      }
    >
      {refusal !== undefined && <Refused refusal={refusal} />}
      {!isTold && refusal === undefined && <Loading rows={6} />}
      {isTold && runs.length === 0 && <p class="cap">None of these runs has points of {tile.metric}</p>}
      {runs.length > 0 && (
        <>
          <CurvesPlot
            key={`${tile.metric} ${JSON.stringify(tile.x)} ${tile.logX} ${tile.logY}`}
            {...{ state, tile, runs, lines, better }}
          />
          <RunLegend state={state} runs={runs} />
          <p class="cap">{captionOf(subject.runs.length, [...lines.values()], tile)}</p>
          <ValuesTable
            caption={`${title} ${by}`}
            heads={['last', 'least', 'greatest', 'points']}
            rows={runs.map((run) => ({ key: run.id, head: runTitle(run), cells: cellsOf(lines.get(run.id)) }))}
          />
        </>
      )}
    </TileFrame>
  );
}

function Smoothing({ tile, onChange }: { readonly tile: CurvesLook; readonly onChange: (tile: Tile) => void }) {
  return (
    <label class="choice cap smoothing">
      Smoothing
      <input
        type="range"
        min="0"
        max="0.99"
        step="0.01"
        value={tile.smoothing}
        onInput={({ currentTarget }) => onChange({ ...tile, smoothing: Number(currentTarget.value) })}
      />
      <span class="t">{tile.smoothing.toFixed(2)}</span>
    </label>
  );
}

function xOf(value: string): CurvesLook['x'] {
  if (value === 'step' || value === 'time' || value === 'relative') return value;
  return { metric: value.slice('metric '.length) };
}

function captionOf(all: number, lines: readonly CurveLine[], tile: CurvesLook): string {
  const without = Math.min(all, MOST_RUNS) - lines.length;
  const long = lines.filter(({ total, xs }) => total !== null && total > xs.length);
  const most = Math.max(0, ...long.map(({ total, xs }) => Math.round((total ?? 0) / xs.length)));
  const unplaced = lines.reduce((sum, line) => sum + line.unplaced, 0);
  const isLog = tile.logX || tile.logY;
  const parts = [
    ...(all > MOST_RUNS ? [`the first ${count(MOST_RUNS)} of ${count(all)} runs`] : []),
    ...(long.length > 0 ? [`1 in ${count(most)} points: means, with a band from least to greatest`] : []),
    ...(lines.some(({ total }) => total === null) ? ['first look, the band follows'] : []),
    ...(without > 0 ? [`${count(without)} without points of it`] : []),
    ...(unplaced > 0
      ? [`${count(unplaced)} points ${isLog ? 'are not above zero' : `have no ${xTitle(tile.x)}`}`]
      : []),
  ];
  return parts.join(', ');
}

function cellsOf(line: CurveLine | undefined): readonly string[] {
  if (line === undefined) return ['-', '-', '-', '-'];
  const finite = line.raw.filter(Number.isFinite);
  const least = (line.low ?? finite).reduce((a, b) => (b < a ? b : a), Number.POSITIVE_INFINITY);
  const greatest = (line.high ?? finite).reduce((a, b) => (b > a ? b : a), Number.NEGATIVE_INFINITY);
  const text = (value: number) => screenFigure(Number.isNaN(value) ? 'NaN' : value);
  return [
    text(line.raw.at(-1) ?? Number.NaN),
    finite.length === 0 ? '-' : text(least),
    finite.length === 0 ? '-' : text(greatest),
    line.total === null ? '-' : count(line.total),
  ];
}
