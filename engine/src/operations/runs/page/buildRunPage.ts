import type { Curves } from '../../../evaluation/curves/curves.ts';
import type { Stores } from '../../../ports/host.ts';
import type { RegisteredModel } from '../../../ports/modelRegistry.ts';
import type { Run } from '../../../ports/runStore.ts';
import type { TableValue } from '../../../ports/step.ts';
import { viewRun } from '../../../tracking/runView.ts';
import { RUN_TAGS, userTags } from '../../../tracking/tags.ts';
import { artifactRows } from '../artifactRows.ts';
import { hiddenOfRun } from '../hiddenOfRun.ts';
import { mainFigure } from '../mainMetric.ts';
import { type Production, productionOf, registeredBy } from '../production.ts';
import { runCommand } from '../runCommand.ts';
import { type RunFigure, runFigures, stepIdOf } from '../runFigures.ts';
import { stepRows } from '../stepRows.ts';
import { type RunSources, readWholeRun, type WholeRun } from '../wholeRun.ts';
import { environmentOf, pageAgainst, runOfProduction } from './against.ts';
import { pageData } from './data.ts';
import {
  evaluationOf,
  evaluationStep,
  type KeptEvaluation,
  keptEvaluation,
  measuredTable,
  pageEvaluation,
} from './evaluation.ts';
import { runFailure } from './failure.ts';
import { lineageOf } from './lineage.ts';
import { pageMetrics } from './metrics.ts';
import { stepsBefore } from './outputs.ts';
import { type ParamsAgainst, pageParams } from './params.ts';
import { pipelinePlace } from './places.ts';
import type { LiveRun, PageEvaluation, RegisteredRow, RunPage } from './runPage.ts';
import type { TableTimes } from './times.ts';
import { pageTraining, trainingStep } from './training.ts';

export interface PageSources extends RunSources {
  readonly stores: Pick<Stores, 'runs' | 'folder' | 'artifacts'>;
  /** Registered models. */
  readonly models: readonly RegisteredModel[];
  /** What the run tells of itself while it is at work. */
  readonly live: LiveRun | null;
  /** Times of the first and last row of a table. */
  readonly times?: (table: TableValue) => Promise<TableTimes | null>;
}

/**
 * All that the page of a run shows, as far as it is known.
 * @param id of the run, or of one of its steps; rejects with `Failure` `run-not-found`, `run-ambiguous`
 */
export async function buildRunPage(id: string, sources: PageSources): Promise<RunPage> {
  const { stores, project, models } = sources;
  const [whole, experiments] = await Promise.all([readWholeRun(id, sources), stores.runs.experiments()]);
  const { run, pipeline } = whole;
  const judged = await judge(whole, sources);
  const { production, training, evaluation, main } = judged;
  const view = viewRun(run, experiments);
  const { experiment, status, startedAt, endedAt, seconds, git } = view;
  return {
    id: run.id,
    source: null,
    name: run.name,
    experiment,
    pipeline: view.pipeline,
    place: pipelinePlace(pipeline),
    command: runCommand(run, pipeline?.params),
    status,
    startedAt,
    endedAt,
    seconds,
    user: run.user,
    git,
    live: status === 'running' ? sources.live : null,
    failure: runFailure(whole, project),
    models: registeredRows(run, models),
    evaluation: await shownEvaluation(judged, sources),
    metrics: pageMetrics(whole, {
      figures: judged.figures,
      main,
      production,
      evaluated: evaluation && judged.kept && { step: stepIdOf(evaluation), metrics: judged.kept.report.metrics ?? {} },
    }),
    against: production ? pageAgainst({ ...judged, production }) : null,
    steps: stepRows(whole, production),
    peakMemory: Number(run.tags[RUN_TAGS.peakMemory]) || null,
    training: training ? pageTraining(whole, training) : null,
    params: pageParams(whole, training, paramsAgainst(judged)),
    data: pageData(run.datasets, project),
    artifacts: await artifactRows(run.artifacts, stores.artifacts),
    lineage: lineageOf(whole, project),
    environment: environmentOf(run),
    tags: userTags(run.tags),
    notes: run.tags[NOTES] || null,
  };
}

/** MLflow's. */
const NOTES = 'mlflow.note.content';

/** What a run is judged by, and against. */
interface Judged {
  readonly whole: WholeRun;
  readonly figures: readonly RunFigure[];
  readonly main: RunFigure | undefined;
  readonly production: Production | undefined;
  /** The run that made production, where this store has it. */
  readonly theirs: WholeRun | undefined;
  readonly evaluation: Run | undefined;
  readonly kept: KeptEvaluation | undefined;
  readonly training: Run | undefined;
}

async function judge(whole: WholeRun, sources: PageSources): Promise<Judged> {
  const { run, steps, pipeline } = whole;
  const figures = runFigures(run, steps);
  const main = mainFigure(figures, pipeline);
  const production = productionOf(run, pipeline, sources.models);
  const evaluation = evaluationStep(whole, main);
  const [kept, theirs] = await Promise.all([
    evaluation && keptEvaluation(evaluation, sources.stores.artifacts),
    production && runOfProduction(production, sources),
  ]);
  const before = evaluation ? stepsBefore(whole, stepIdOf(evaluation)) : [];
  return { whole, figures, main, production, theirs, evaluation, kept, training: trainingStep(whole, before) };
}

async function shownEvaluation(judged: Judged, sources: PageSources): Promise<PageEvaluation | null> {
  const { whole, evaluation, kept, main } = judged;
  if (evaluation === undefined || kept === undefined) return null;
  const table = measuredTable(whole, evaluation);
  const [curvesAgainst, times] = await Promise.all([
    curvesOf(judged, sources),
    table && sources.times ? sources.times(table) : null,
  ]);
  return pageEvaluation(whole, {
    step: evaluation,
    kept,
    curvesAgainst,
    main: main?.metric,
    hidden: hiddenOfRun(whole.run, sources.project),
    times,
  });
}

/** Curves of the model that is in production, by its run. */
async function curvesOf({ theirs, production }: Judged, { stores }: PageSources): Promise<Curves | null> {
  const step = theirs && production && evaluationOf(theirs, production.version.sha256);
  return step ? ((await keptEvaluation(step, stores.artifacts))?.curves ?? null) : null;
}

function paramsAgainst({ production, theirs }: Judged): ParamsAgainst | undefined {
  if (production === undefined) return undefined;
  const learner = Object.entries(production.version.params).map(([name, value]) => [name, String(value)]);
  return { run: theirs?.run.params ?? {}, learner: Object.fromEntries(learner) };
}

function registeredRows(run: Run, models: readonly RegisteredModel[]): readonly RegisteredRow[] {
  return registeredBy(run).map(({ name, version }) => {
    const aliases = models.find((model) => model.name === name)?.aliases ?? [];
    return { name, version, aliases: aliases.filter((one) => one.version === version).map(({ alias }) => alias) };
  });
}
