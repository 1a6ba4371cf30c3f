import { betterOf, endsOf, figureOf, verdictOf } from '../mainMetric.ts';
import type { RunFigure } from '../runFigures.ts';
import type { ComparedFigure, MetricDifference } from './runDifferences.ts';

/**
 * Metrics of runs side by side, each held against the baseline's by its interval.
 * @param first names that come before others
 */
export function metricDifferences(
  runs: readonly (readonly RunFigure[])[],
  { baseline, first = [] }: { readonly baseline: number; readonly first?: readonly string[] },
): readonly MetricDifference[] {
  const tables = runs.map((figures) => new Map(figures.map((figure) => [figure.name, figure])));
  const names = new Set([...first, ...tables.flatMap((table) => [...table.keys()])]);
  return [...names].flatMap((name): MetricDifference[] => {
    const figures = tables.map((table) => table.get(name));
    const measured = figures.map((figure) => figure?.value);
    if (measured.every((value) => value === undefined)) return [];
    const better = betterOf(name);
    const values = figures.map((figure, run) =>
      compared(figure, run === baseline ? undefined : figures[baseline], better),
    );
    return [{ name, better, values, differs: measured.some((value) => !Object.is(value, measured[0])) }];
  });
}

function compared(
  figure: RunFigure | undefined,
  theirs: RunFigure | undefined,
  better: MetricDifference['better'],
): ComparedFigure | null {
  if (figure === undefined) return null;
  const own = { value: figureOf(figure.value), ...endsOf(figure) };
  if (theirs === undefined) return { ...own, difference: null, verdict: null };
  const difference = figure.value - theirs.value;
  const verdict = verdictOf({ ours: endsOf(figure), theirs: endsOf(theirs) }, difference, better);
  return { ...own, difference: Number.isNaN(difference) ? null : figureOf(difference), verdict };
}
