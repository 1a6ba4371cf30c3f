import { printRun } from '../../../../engine/src/language/runReference.ts';
import { metricRow } from '../../../../engine/src/operations/runs/mainMetric.ts';
import { sourceFigures } from '../../../../engine/src/operations/runs/sourceFigures.ts';
import { registeredVersions } from '../../../../engine/src/operations/runs/sourceVersions.ts';
import type { RunSource, SourceModel, SourceRun } from '../../../../engine/src/ports/runSource.ts';
import type { RunQuery } from '../../../../engine/src/ports/runStore.ts';
import type { RunRow, RunsPart } from '../../views/runs.ts';
import type { ViewQuestions } from '../../views/viewQuestions.ts';
import { selected } from '../answers/runFilter.ts';
import { runHead } from '../answers/runHead.ts';
import type { Viewed } from '../protocol.ts';
import type { OpenSource } from './openSources.ts';

/** As many as a page may have. */
const MOST = 500;
/** Runs that a server is asked for at once, and how often for one answer. */
const SERVER_PAGE = 200;
const SERVER_PAGES = 10;
const NONE: RunsPart = { total: 0, runs: [] };

/** A page of the runs of a source's experiment: those that run first, then the newest. */
export async function sourceRunRows(
  _: Viewed,
  { row, source }: OpenSource,
  params: ViewQuestions['runs']['params'],
  signal: AbortSignal,
): Promise<RunsPart> {
  const named = (await source.experiments()).filter(({ name }) => name === params.experiment);
  const experiment = named.find(({ lifecycle }) => lifecycle === 'active') ?? named[0];
  if (experiment === undefined) return NONE;
  const offset = Math.max(0, Math.trunc(params.offset));
  const limit = Math.min(MOST, Math.max(1, Math.trunc(params.limit)));
  const query = { experiments: [experiment.id], topLevel: true, ...selected(params.filter) };
  if (source.origin.kind === 'mlflow-server') {
    const { runs, isAll } = await firstOf(source, { query, most: offset + limit, signal });
    const rows = runs.slice(offset, offset + limit).map((run) => runRow(run, row.id, []));
    return { total: runs.length, ...(isAll ? {} : { isAtLeast: true }), runs: rows };
  }
  const page = await source.search({ ...query, runningFirst: true, withTotal: true, offset, limit });
  const models = await source.registeredModels();
  return { total: page.total ?? page.runs.length, runs: page.runs.map((run) => runRow(run, row.id, models)) };
}

interface First {
  readonly query: Omit<RunQuery, 'limit'>;
  readonly most: number;
  readonly signal: AbortSignal;
}

/** Of a server that tells no count: its first runs, and whether these are all. */
async function firstOf(
  source: RunSource,
  { query, most, signal }: First,
): Promise<{ readonly runs: readonly SourceRun[]; readonly isAll: boolean }> {
  const runs: SourceRun[] = [];
  let pageToken: string | undefined;
  for (let page = 0; page < SERVER_PAGES && runs.length < most && !signal.aborted; page++) {
    const found = await source.search({ ...query, limit: SERVER_PAGE, ...(pageToken ? { pageToken } : {}) });
    runs.push(...found.runs);
    pageToken = found.nextPageToken;
    if (pageToken === undefined) return { runs, isAll: true };
  }
  return { runs, isAll: false };
}

function runRow(run: SourceRun, source: string, models: readonly SourceModel[]): RunRow {
  const [main] = sourceFigures(run);
  return {
    id: printRun({ run: run.id, source }),
    source,
    ...runHead(run),
    metric: main === undefined ? null : metricRow(main, undefined),
    models: registeredVersions(models, run.id),
    failure: null,
    failedStep: null,
    live: null,
  };
}
