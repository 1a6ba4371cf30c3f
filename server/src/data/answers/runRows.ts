import { mainMetric } from '../../../../engine/src/operations/runs/mainMetric.ts';
import type { LiveRun, RegisteredRow } from '../../../../engine/src/operations/runs/page/runPage.ts';
import { registeredBy } from '../../../../engine/src/operations/runs/production.ts';
import type { StepSummary } from '../../../../engine/src/pipeline/events.ts';
import type { RegisteredModel } from '../../../../engine/src/ports/modelRegistry.ts';
import type { Run, RunQuery, RunStore } from '../../../../engine/src/ports/runStore.ts';
import { RUN_TAGS, tagList } from '../../../../engine/src/tracking/tags.ts';
import type { RunRow, RunsPart } from '../../views/runs.ts';
import type { ViewQuestions } from '../../views/viewQuestions.ts';
import type { Viewed } from '../protocol.ts';
import { aliasesOf, registeredModels } from './registered.ts';
import { selected } from './runFilter.ts';
import { runHead } from './runHead.ts';
import { viewStores } from './viewStores.ts';

/** As many as a page may have. */
const MOST = 500;
const NONE: RunsPart = { total: 0, runs: [] };

/** A page of an experiment's runs: those that run first, then the newest. */
export async function runRows(
  asked: Viewed,
  { experiment: name, branch, filter, offset, limit }: ViewQuestions['runs']['params'],
): Promise<RunsPart> {
  const runs = (await viewStores(asked))?.runs;
  const experiment = (await runs?.experiments())?.find((one) => one.name === name);
  if (runs === undefined || experiment === undefined) return NONE;
  const tag = branch === undefined ? {} : { tag: { key: RUN_TAGS.branch, value: branch } };
  const selection = { experiments: [experiment.id], topLevel: true, ...selected(filter), ...tag };
  const query: RunQuery = {
    ...selection,
    runningFirst: true,
    withTotal: true,
    offset: Math.max(0, Math.trunc(offset)),
    limit: Math.min(MOST, Math.max(1, Math.trunc(limit))),
  };
  const page = await runs.search(query);
  const live = page.runs.some(({ status }) => status === 'running') ? await asked.liveRuns.all(asked) : [];
  const models = await registeredModels(asked);
  const { project } = asked;
  const row = (run: Run) => runRow(run, { runs, project, models, live });
  return { total: page.total ?? page.runs.length, runs: await Promise.all(page.runs.map(row)) };
}

interface RowSources {
  readonly runs: RunStore;
  readonly project: Viewed['project'];
  readonly models: readonly RegisteredModel[];
  readonly live: readonly LiveRun[];
}

async function runRow(run: Run, { runs, project, models, live }: RowSources): Promise<RunRow> {
  const { tags } = run;
  const origin = tags[RUN_TAGS.origin];
  const pipeline = project.pipelines.get(tags[RUN_TAGS.pipeline] ?? '');
  return {
    id: run.id,
    source: null,
    ...runHead(run),
    metric: await mainMetric(run, { runs, pipeline, models }),
    models: registeredRows(run, models),
    failure: run.status === 'failed' ? (tags[RUN_TAGS.failure]?.split('\n')[0] ?? null) || null : null,
    failedStep: run.status === 'failed' ? failedStep(run) : null,
    ...(origin === undefined ? {} : { origin }),
    live: live.find((one) => one.run === run.id) ?? null,
  };
}

function failedStep({ tags }: Run): string | null {
  const steps = tagList<StepSummary>(tags[RUN_TAGS.steps]);
  return steps.find((step) => step?.status === 'failed')?.step ?? null;
}

/** The versions that a run registered, with their aliases. */
export function registeredRows(run: Run, models: readonly RegisteredModel[]): readonly RegisteredRow[] {
  return registeredBy(run).map(({ name, version }) => {
    const model = models.find((one) => one.name === name);
    return { name, version, aliases: aliasesOf(model, version) };
  });
}
