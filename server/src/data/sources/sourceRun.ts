import { Failure } from '../../../../engine/src/failure.ts';
import { buildSourcePage } from '../../../../engine/src/operations/runs/page/buildSourcePage.ts';
import type { RunPage } from '../../../../engine/src/operations/runs/page/runPage.ts';
import { sourceArtifacts } from '../../../../engine/src/operations/runs/sourceArtifacts.ts';
import { sourceChildren, sourceSteps } from '../../../../engine/src/operations/runs/sourceSteps.ts';
import type { Series } from '../../views/runPage.ts';
import type { RunParts } from '../../views/runs.ts';
import type { ViewQuestions } from '../../views/viewQuestions.ts';
import { seriesOf } from '../answers/series.ts';
import type { Viewed } from '../protocol.ts';
import type { OpenSource } from './openSources.ts';

type OfRun = ViewQuestions['runParts']['params'];

/** Runs nested in a run of a source, and its artifacts. */
export async function sourceRunParts(_: Viewed, { row, source }: OpenSource, { run: id }: OfRun): Promise<RunParts> {
  const run = await source.run(id);
  const [children, artifacts] = await Promise.all([sourceChildren(source, run), sourceArtifacts(source, run)]);
  return { steps: sourceSteps(run, children, row.id), ...artifacts };
}

/** All that the page of a source's run shows. */
export async function sourceRunPage(
  { project }: Viewed,
  { row, source }: OpenSource,
  { run: id }: OfRun,
): Promise<RunPage> {
  const { kind, place, name } = row;
  return buildSourcePage(await source.run(id), { source, id: row.id, shown: { kind, place, name }, project });
}

/** Metrics of a source's run with their points, by step. */
export async function sourceSeries(
  _: Viewed,
  { source }: OpenSource,
  { run, names, points }: ViewQuestions['series']['params'],
): Promise<readonly Series[]> {
  return Promise.all(names.map(async (name) => seriesOf(name, await source.history(run, name), points)));
}

/** Other tools keep none. */
export async function sourceLog(_: Viewed, { row }: OpenSource): Promise<never> {
  throw new Failure('no-log', `${row.name} keeps no log of its runs`, {
    next: 'Look at the artifacts of the run, or where it was started.',
  });
}
