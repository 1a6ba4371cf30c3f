import { figureOf } from '../../../../engine/src/operations/runs/mainMetric.ts';
import type { MetricPoint } from '../../../../engine/src/ports/runStore.ts';
import type { Series } from '../../views/runPage.ts';
import type { ViewQuestions } from '../../views/viewQuestions.ts';
import type { Asked } from '../asked.ts';
import { runNamed } from './runNamed.ts';

const POINTS = 2000;
const MOST_POINTS = 100_000;

/** Metrics of a run with their points, by step. */
export async function series(
  asked: Asked,
  { run: id, names, points }: ViewQuestions['series']['params'],
): Promise<readonly Series[]> {
  const { runs, run } = await runNamed(asked, id);
  return Promise.all(names.map(async (name) => seriesOf(name, await runs.history(run.id, name), points)));
}

/** A metric's points, thinned out. */
export function seriesOf(name: string, all: readonly MetricPoint[], points = POINTS): Series {
  const shown = thinned(all, Math.min(MOST_POINTS, Math.max(4, Math.trunc(points))));
  return {
    name,
    steps: shown.map(({ step }) => step),
    values: shown.map(({ value }) => figureOf(value)),
    total: all.length,
  };
}

/** At most so many points: first and last, and of each stretch between the least, the greatest and one that is no number. */
export function thinned(all: readonly MetricPoint[], most: number): readonly MetricPoint[] {
  if (all.length <= most) return all;
  const stretches = Math.max(1, Math.floor((most - 2) / 3));
  const inner = all.length - 2;
  const kept: MetricPoint[] = [all[0]!];
  for (let index = 0; index < stretches; index++) {
    const start = 1 + Math.floor((index * inner) / stretches);
    const end = 1 + Math.floor(((index + 1) * inner) / stretches);
    kept.push(...extremes(all, start, end));
  }
  kept.push(all.at(-1)!);
  return kept;
}

/** In their order. */
function extremes(all: readonly MetricPoint[], start: number, end: number): readonly MetricPoint[] {
  let least: number | undefined;
  let greatest: number | undefined;
  let none: number | undefined;
  for (let at = start; at < end; at++) {
    const { value } = all[at]!;
    if (Number.isNaN(value)) none ??= at;
    else {
      if (least === undefined || value < all[least]!.value) least = at;
      if (greatest === undefined || value > all[greatest]!.value) greatest = at;
    }
  }
  const places = new Set([least, greatest, none].flatMap((at) => at ?? []));
  return [...places].sort((a, b) => a - b).map((at) => all[at]!);
}
