import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { cut } from '../../../engine/src/language/figures.ts';
import { percent, screenFigure } from '../../../engine/src/language/screenFigures.ts';
import type { RunPage } from '../../../engine/src/operations/runs/page/runPage.ts';
import { UnitChart } from '../../shared/charts/unitChart.tsx';
import { Loading } from '../../shared/components/states.tsx';
import { useChannel } from '../../shared/hooks.ts';
import type { Tile } from '../protocol.ts';
import { Choice } from './choices.tsx';
import { type EvaluationLine, evaluationLine, READINGS } from './model/evaluationLine.ts';
import { type ChartRun, runTitle } from './model/subject.ts';
import { EVALUATION_TITLES } from './model/tileTitle.ts';
import { RunLegend } from './runLegend.tsx';
import { TileFrame } from './tile.tsx';
import type { TileProps } from './tileProps.ts';
import { ValuesTable } from './valuesTable.tsx';

type Evaluation = Extract<Tile, { kind: 'evaluation' }>;

/** ROC, precision and recall, or calibration of the runs in colour, one above the other. */
export function EvaluationTile({ tile, state, subject, kinds, onChange, onRemove }: TileProps<Evaluation>) {
  const coloured = useMemo(() => subject.runs.filter(({ n }) => n !== undefined), [subject]);
  const pages = useRunPages(coloured);
  const lines = useMemo(
    () => coloured.flatMap((run) => linesOf(run, pages.get(run.id), tile.chart)),
    [coloured, pages, tile.chart],
  );
  const title = EVALUATION_TITLES[tile.chart];
  const areas = new Map(lines.map(({ run, line }) => [run.id, line.figure]));
  const without = coloured.filter(({ id }) => pages.has(id) && !areas.has(id)).length;
  return (
    <TileFrame
      title={title}
      by={READINGS[tile.chart].of}
      onRemove={onRemove}
      settings={
        <>
          {kinds}
          <Choice
            label="Curve"
            value={tile.chart}
            options={CHARTS.map((chart) => ({ value: chart, text: EVALUATION_TITLES[chart] }))}
            onChoose={(chart) => onChange({ ...tile, chart })}
          />
        </>
      }
    >
      {lines.length === 0 && pages.size < coloured.length && <Loading rows={6} />}
      {lines.length === 0 && pages.size === coloured.length && (
        <p class="cap">None of these runs has an evaluation with this curve on this machine</p>
      )}
      {lines.length > 0 && (
        <>
          <UnitChart
            label={labelOf(title, lines)}
            xName={READINGS[tile.chart].x}
            yName={READINGS[tile.chart].y}
            lines={lines.map(({ run, line }) => ({ name: run.id, color: run.n ?? 0, xs: line.xs, ys: line.ys }))}
            {...(tile.chart !== 'pr' && { chance: 'diagonal' })}
            mostTicks={4}
            readAt={(i) => readAt(lines, i, tile.chart)}
          />
          <RunLegend
            state={state}
            runs={lines.map(({ run }) => run)}
            textOf={({ id }) => (areas.has(id) ? cut(areas.get(id) ?? 0, 3) : undefined)}
          />
          <p class="cap">
            Figures: {READINGS[tile.chart].figure}
            {without > 0 && `, ${without} without this curve`}
          </p>
          <ValuesTable
            caption={title}
            heads={[READINGS[tile.chart].figure, 'rows']}
            rows={lines.map(({ run, line }) => ({
              key: run.id,
              head: runTitle(run),
              cells: [screenFigure(line.figure), screenFigure(line.rows)],
            }))}
          />
        </>
      )}
    </TileFrame>
  );
}

const CHARTS = ['roc', 'pr', 'calibration'] as const;

interface RunLine {
  readonly run: ChartRun;
  readonly line: EvaluationLine;
}

function linesOf(run: ChartRun, page: RunPage | null | undefined, chart: Evaluation['chart']): readonly RunLine[] {
  const line = page?.evaluation == null ? undefined : evaluationLine(page.evaluation, chart);
  return line === undefined ? [] : [{ run, line }];
}

/** Pages of runs as they come, asked for one after another; null where there is none to be had. */
function useRunPages(runs: readonly ChartRun[]): ReadonlyMap<string, RunPage | null> {
  const channel = useChannel();
  const pages = useSignal<ReadonlyMap<string, RunPage | null>>(new Map());
  const ids = runs.map(({ id }) => id).join();
  useEffect(() => {
    let isWanted = true;
    const ask = async (isAgain: boolean) => {
      for (const run of ids === '' ? [] : ids.split(',')) {
        if (!isAgain && pages.peek().has(run)) continue;
        const told = await channel.ask('runPage', { run });
        if (!isWanted) return;
        pages.value = new Map(pages.peek()).set(run, told.kind === 'told' ? told.value : null);
      }
    };
    void ask(false);
    const stop = channel.onChanged((topics) => {
      if (topics.includes('runs')) void ask(true);
    });
    return () => {
      isWanted = false;
      stop();
    };
  }, [channel, pages, ids]);
  const shown = new Set(runs.map(({ id }) => id));
  return new Map([...pages.value].filter(([id]) => shown.has(id)));
}

function labelOf(title: string, lines: readonly RunLine[]): string {
  return `${title}: ${lines.map(({ run, line }) => `${run.short} ${cut(line.figure, 3)}`).join(', ')}`;
}

/** The other runs where they are at the same x, along their lines. */
function readAt(lines: readonly RunLine[], index: number, chart: Evaluation['chart']) {
  const x = lines[0]?.line.xs[index] ?? 0;
  return {
    title: `${READINGS[chart].x} ${percent(x, 1)}`,
    rows: lines.map(({ run, line }) => ({
      name: run.short,
      ...(run.n !== undefined && { color: run.n }),
      text: percent(line.at(x), 1),
    })),
  };
}
