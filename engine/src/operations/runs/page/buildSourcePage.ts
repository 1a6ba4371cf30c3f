import { printRun } from '../../../language/runReference.ts';
import type { RunSource, SourceRun } from '../../../ports/runSource.ts';
import type { Project } from '../../../project/project.ts';
import { viewRun } from '../../../tracking/runView.ts';
import { RUN_TAGS, SYSTEM, userTags } from '../../../tracking/tags.ts';
import { metricRow } from '../mainMetric.ts';
import { sourceArtifacts } from '../sourceArtifacts.ts';
import { sourceFigures } from '../sourceFigures.ts';
import { sourceChildren, sourceSteps } from '../sourceSteps.ts';
import { registeredVersions } from '../sourceVersions.ts';
import { pageData } from './data.ts';
import type { PageSource, PageTraining, RegisteredRow, RunPage } from './runPage.ts';

export interface SourcePageSources {
  readonly source: RunSource;
  /** Its id here. */
  readonly id: string;
  readonly shown: PageSource;
  readonly project: Project;
}

/**
 * What the page of another tool's run shows: what that tool wrote down, and nothing of this project's.
 * @throws Failure `run-not-found`, `run-source`
 */
export async function buildSourcePage(run: SourceRun, sources: SourcePageSources): Promise<RunPage> {
  const { source, id, shown, project } = sources;
  const [children, artifacts, models] = await Promise.all([
    sourceChildren(source, run),
    sourceArtifacts(source, run),
    registeredFrom(source, run.id),
  ]);
  const figures = sourceFigures(run);
  const { experiment, status, startedAt, endedAt, seconds, git } = viewRun(run, []);
  const reference = printRun({ run: run.id, source: id });
  const program = run.tags[RUN_TAGS.source];
  return {
    id: reference,
    source: shown,
    name: run.name,
    experiment,
    pipeline: null,
    place: null,
    command: null,
    status,
    startedAt,
    endedAt,
    seconds,
    user: run.user,
    git,
    live: null,
    failure: failureOf(run),
    models,
    evaluation: null,
    metrics: figures.map((figure) => ({
      ...metricRow(figure, undefined),
      step: '',
      reason: null,
      sql: null,
      conditions: [],
      place: null,
    })),
    against: null,
    steps: sourceSteps(run, children, id),
    peakMemory: null,
    training: trainingOf(run, reference),
    params: Object.entries(run.params)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => ({ name, value, was: null, place: null })),
    data: pageData(run.datasets, project).map((one) => ({ ...one, isCurrent: null, place: null })),
    ...artifacts,
    lineage: { nodes: [], edges: [] },
    environment: program === undefined ? {} : { program },
    tags: userTags(run.tags),
    notes: run.tags[RUN_TAGS.note] || null,
  };
}

/** Metrics with points beyond the first one. */
function trainingOf(run: SourceRun, reference: string): PageTraining | null {
  const series = Object.entries(run.metrics).flatMap(([name, { step }]) =>
    step > 0 && !name.startsWith(SYSTEM) ? [name] : [],
  );
  return series.length === 0
    ? null
    : { step: run.name, run: reference, series: series.sort(), best: null, stoppedAt: null };
}

function failureOf({ status, tags }: SourceRun): RunPage['failure'] {
  if (status === 'running' || status === 'finished') return null;
  const message = tags[RUN_TAGS.failure] || MESSAGES[status];
  return { step: null, message, next: null, log: [], canResume: false };
}

const MESSAGES = {
  failed: 'It failed; the tool that ran it keeps no word of why.',
  cancelled: 'It was cancelled.',
  interrupted: 'It was stopped before it had ended.',
} as const;

/** A server would be asked for all of its models, which no page is worth. */
async function registeredFrom(source: RunSource, run: string): Promise<readonly RegisteredRow[]> {
  return source.origin.kind === 'mlflow-server' ? [] : registeredVersions(await source.registeredModels(), run);
}
