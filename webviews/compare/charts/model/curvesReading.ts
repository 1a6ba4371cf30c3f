import { duration } from '../../../../engine/src/language/figures.ts';
import { screenFigure } from '../../../../engine/src/language/screenFigures.ts';
import type { TableColumn } from '../../../../engine/src/tracking/table/runTable.ts';
import type { HoverRow } from '../../../shared/charts/hoverList.tsx';
import { nearest } from '../../../shared/charts/linePath.ts';
import type { PlotArea } from '../../../shared/charts/plot.tsx';
import type { Tile } from '../../protocol.ts';
import { valueAt } from './curveBand.ts';
import type { CurveLine } from './curveLine.ts';
import { MOST_LINES } from './curvesArea.ts';
import { timeText } from './figureAt.ts';
import { type ChartRun, runTitle } from './subject.ts';
import { xTitle } from './tileTitle.ts';

type Look = Extract<Tile, { kind: 'curves' }>;
type Lines = ReadonlyMap<string, CurveLine>;

/** Points of other runs are read as far as this from the rule, in pixels. */
const BESIDE = 5;
/** A line is meant by a pointer as far as this from it. */
const REACH = 10;
const MOST_ROWS = 12;

/** `step 187`, `20 Nov 09:58`, `1 min 12 s`. */
export function xText(x: Look['x'], value: number): string {
  if (x === 'time') return timeText(value);
  if (x === 'relative') return duration(value);
  return `${xTitle(x)} ${screenFigure(value)}`;
}

/** What stands at a rule, the greatest first. */
export function rowsAt(
  runs: readonly ChartRun[],
  lines: Lines,
  { x, area }: { readonly x: number; readonly area: PlotArea },
): readonly HoverRow[] {
  return runs
    .slice(0, MOST_LINES)
    .flatMap((run) => {
      const line = lines.get(run.id);
      const at = line === undefined ? -1 : nearest(line.xs, x);
      const found = line?.xs[at];
      if (line === undefined || found === undefined || Math.abs(area.x.at(found) - area.x.at(x)) > BESIDE) return [];
      return [{ run, value: line.raw[at] ?? Number.NaN, line: line.ys[at] ?? Number.NaN }];
    })
    .sort((a, b) => rank(b.value) - rank(a.value))
    .slice(0, MOST_ROWS)
    .map(({ run, value, line }) => ({
      ...(run.n !== undefined && { color: run.n }),
      name: runTitle(run),
      text: line === value || Number.isNaN(value) ? figureOf(value) : `${figureOf(value)} (${figureOf(line)} smoothed)`,
    }));
}

/** Id of the run whose line is nearest to a place, where one is near. */
export function runNear(
  runs: readonly ChartRun[],
  lines: Lines,
  { x, y }: PlotArea,
  [left, top]: readonly [number, number],
): string | undefined {
  const value = x.value(left);
  let best: string | undefined;
  let least = REACH;
  for (const { id } of runs.slice(0, MOST_LINES)) {
    const line = lines.get(id);
    const distance = line === undefined ? Number.NaN : Math.abs(y.at(valueAt(line, value)) - top);
    if (distance < least) [best, least] = [id, distance];
  }
  return best;
}

/** The finding: where the best value stands, else the last values. */
export function curvesLabel(
  tile: Look,
  runs: readonly ChartRun[],
  lines: Lines,
  better: TableColumn['better'],
): string {
  const what = `${tile.metric} by ${xTitle(tile.x)}, ${runs.length === 1 ? '1 run' : `${runs.length} runs`}`;
  const best = better === null ? undefined : bestPoint(runs, lines, better);
  if (best !== undefined)
    return `${what}: ${better === 'lower' ? 'lowest' : 'highest'} ${figureOf(best.value)} at ${xText(tile.x, best.x)}, run ${best.run.short}`;
  const last = runs.slice(0, 8).map((run) => `${run.short} ${figureOf(lines.get(run.id)?.raw.at(-1) ?? Number.NaN)}`);
  return `${what}: last ${last.join(', ')}`;
}

function bestPoint(runs: readonly ChartRun[], lines: Lines, better: 'higher' | 'lower') {
  const sign = better === 'higher' ? 1 : -1;
  let best: { readonly run: ChartRun; readonly x: number; readonly value: number } | undefined;
  for (const run of runs) {
    const { xs = [], raw = [] } = lines.get(run.id) ?? {};
    for (const [i, value] of raw.entries())
      if (Number.isFinite(value) && (best === undefined || sign * (value - best.value) > 0))
        best = { run, x: xs[i] ?? 0, value };
  }
  return best;
}

function figureOf(value: number): string {
  return screenFigure(Number.isNaN(value) ? 'NaN' : value);
}

function rank(value: number): number {
  return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
}
