import { DEFAULT_METRICS, metricEntry } from '../../catalog/metrics.ts';
import { references } from '../../language/expressions/references.ts';
import type { RegisteredModel } from '../../ports/modelRegistry.ts';
import type { Run, RunStore } from '../../ports/runStore.ts';
import type { Pipeline } from '../../project/pipeline.ts';
import { constantText } from '../../project/specValue.ts';
import type { Against, Figure, MetricRow } from './page/runPage.ts';
import { type Production, productionOf } from './production.ts';
import { type RunFigure, runFigures } from './runFigures.ts';

/** Where a run's main metric is looked up. */
export interface MetricSources {
  readonly runs: Pick<RunStore, 'children'>;
  /** The run's pipeline, where the project has it. */
  readonly pipeline: Pipeline | undefined;
  readonly models: readonly RegisteredModel[];
}

/** The main metric of a pipeline's run, held against production; null where it has measured nothing. Asks for its steps only where it must. */
export async function mainMetric(run: Run, { runs, pipeline, models }: MetricSources): Promise<MetricRow | null> {
  const own = runFigures(run, []);
  const isAll = own.length > 0 && asked(pipeline).every(({ step, metric }) => own.some(isMetric(step, metric)));
  const figure = mainFigure(isAll ? own : runFigures(run, await runs.children(run.id)), pipeline);
  return figure === undefined ? null : metricRow(figure, productionOf(run, pipeline, models));
}

/** Which of its figures a run is judged by: what conditions of its pipeline ask for, else the first that its evaluation was asked for, else the first. */
export function mainFigure(figures: readonly RunFigure[], pipeline: Pipeline | undefined): RunFigure | undefined {
  for (const { step, metric } of [...asked(pipeline), ...evaluated(pipeline)]) {
    const found = figures.find(isMetric(step, metric));
    if (found !== undefined) return found;
  }
  return figures[0];
}

/** What a pipeline asks for, the main metric first: for each whether the metric of a run that says no step may be it. */
export function asksFor(pipeline: Pipeline): readonly ((name: string) => boolean)[] {
  return [...asked(pipeline), ...evaluated(pipeline)].map(({ step, metric }) => {
    const isIt = isMetric(step, metric);
    return (name) => isIt({ name, metric: name, step: null });
  });
}

/** A metric as lists and pages show it. */
export function metricRow(figure: RunFigure, production: Production | undefined): MetricRow {
  const better = betterOf(figure.name);
  return {
    name: figure.name,
    value: figureOf(figure.value),
    ...endsOf(figure),
    better,
    against: production === undefined ? null : against(figure, production, better),
  };
}

/** JSON has no numbers for what is not finite. */
export function figureOf(value: number): Figure {
  if (Number.isFinite(value)) return value;
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
}

/** Direction of better of a metric of the catalog, whatever step it belongs to. */
export function betterOf(name: string): 'higher' | 'lower' | null {
  const metric = metricEntry(name) ?? metricEntry(name.slice(name.lastIndexOf('.') + 1));
  return metric?.better ?? null;
}

function against(figure: RunFigure, { alias, version }: Production, better: MetricRow['better']): Against | null {
  const theirs =
    version.metrics[figure.metric] ?? (figure.step === null ? version.metrics[bare(figure.name)] : undefined);
  if (theirs === undefined) return null;
  const difference = figure.value - theirs.value;
  return {
    alias,
    version: version.version,
    value: figureOf(theirs.value),
    ...endsOf(theirs),
    difference: figureOf(difference),
    verdict: verdictOf({ ours: endsOf(figure), theirs: endsOf(theirs) }, difference, better),
  };
}

function bare(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

export type Ends = { readonly low: number; readonly high: number } | Readonly<Record<string, never>>;

export function endsOf({ low, high }: { readonly low?: number; readonly high?: number }): Ends {
  if (low === undefined || high === undefined || !Number.isFinite(low) || !Number.isFinite(high)) return {};
  return { low, high };
}

/** Better or worse by intervals, unpaired: those that have a value in common tell of no difference. */
export function verdictOf(
  { ours, theirs }: { readonly ours: Ends; readonly theirs: Ends },
  difference: number,
  better: MetricRow['better'],
): Against['verdict'] {
  if (better === null || ours.low === undefined || theirs.low === undefined || Number.isNaN(difference)) return null;
  if (ours.low <= theirs.high && theirs.low <= ours.high) return 'same';
  return difference > 0 === (better === 'higher') ? 'better' : 'worse';
}

interface Asked {
  readonly step: string;
  readonly metric: string;
}

/** The metric of a step, of any cell of its matrix; one of the run that says no step is anybody's. */
function isMetric(step: string, metric: string): (figure: Pick<RunFigure, 'name' | 'metric' | 'step'>) => boolean {
  const isOfStep = (id: string) => id === step || id.startsWith(`${step}[`);
  return (figure) => {
    if (figure.step !== null) return isOfStep(figure.step) && figure.metric === metric;
    const at = figure.name.lastIndexOf(`.${metric}`);
    return (
      figure.name === metric || (at > 0 && figure.name.endsWith(`.${metric}`) && isOfStep(figure.name.slice(0, at)))
    );
  };
}

/** What conditions of a pipeline read that may be a metric, in the order of the file. */
function asked(pipeline: Pipeline | undefined): readonly Asked[] {
  return [...(pipeline?.steps.values() ?? [])].flatMap(({ condition }) =>
    condition.kind !== 'expression'
      ? []
      : references(condition.expression).flatMap(({ path }) => {
          const [context, id, , ...names] = path;
          const step = pipeline?.steps.get(String(id));
          const metric = names.findLast((name) => typeof name === 'string');
          if (context !== 'steps' || step === undefined || metric === undefined) return [];
          const measures = step.kind === 'run' || step.uses === 'model/evaluate';
          return measures ? [{ step: step.id, metric: String(metric) }] : [];
        }),
  );
}

/** What the evaluations of a pipeline are asked for, in the order of the file. */
function evaluated(pipeline: Pipeline | undefined): readonly Asked[] {
  return [...(pipeline?.steps.values() ?? [])].flatMap((step) => {
    if (step.kind !== 'uses' || step.uses !== 'model/evaluate') return [];
    const list = step.with.get('metrics');
    const names =
      list?.kind === 'list'
        ? list.items.flatMap((item) => constantText(item.kind === 'map' ? item.entries.get('name') : item) ?? [])
        : Object.values(DEFAULT_METRICS).flat();
    return names.map((metric) => ({ step: step.id, metric }));
  });
}
