import { Failure } from '../../failure.ts';
import type { Host } from '../../ports/host.ts';
import type { RunSource, SourceRun } from '../../ports/runSource.ts';
import { type RunView, type StepView, viewRun } from '../../tracking/runView.ts';
import { sourcePlace, trackingToken } from '../mlflow/sourcePlace.ts';
import { runsFolder } from '../project.ts';
import { storesThere } from '../storesThere.ts';
import { sourceArtifacts } from './sourceArtifacts.ts';
import { sourceChildren } from './sourceSteps.ts';
import { registeredVersions } from './sourceVersions.ts';

/** Of commands that read runs: those of another tool instead of the project's own. */
export const SOURCE = {
  type: 'string',
  description:
    'Read what another tool keeps, in place: an `mlruns` folder, an `mlflow.db`, a folder of DVC, or the address of an MLflow server (token: MLFLOW_TRACKING_TOKEN).',
  placeholder: 'PLACE',
} as const;

/** Opens the source for a piece of work. No project is needed; one that is there makes listing a folder again quick. */
export async function withSource<T>(host: Host, place: string, work: (source: RunSource) => Promise<T>): Promise<T> {
  const at = sourcePlace(place, host, 'modelyard runs list --source mlruns');
  const token = trackingToken(at, host.machine.variables);
  const root = await runsFolder(host);
  const memo = root === undefined ? undefined : (await storesThere(host, root))?.memo;
  const source = await host.openRunSource(at, {
    ...(memo === undefined ? {} : { memo }),
    ...(token === undefined ? {} : { token }),
  });
  try {
    return await work(source);
  } finally {
    await source.close();
  }
}

/** Runs whose ids begin so are looked for among at most so many. */
const MOST = 50_000;

/** @throws Failure `run-not-found`, `run-ambiguous` */
export async function sourceRunNamed(source: RunSource, id: string): Promise<SourceRun> {
  if (/^[0-9a-f]{32}$/i.test(id) || !/^[0-9a-f]{4,31}$/i.test(id)) return source.run(id.toLowerCase());
  const start = id.toLowerCase();
  const { runs } = await source.search({ words: [start], view: 'all', limit: MOST });
  const [found, ...more] = runs.filter((run) => run.id.startsWith(start));
  if (found === undefined) return source.run(start);
  if (more.length === 0) return found;
  const { length } = more;
  throw new Failure('run-ambiguous', `${length + 1} runs begin with ${start} in ${source.origin.place}.`, {
    next: 'Give more digits.',
  });
}

/** All that is known of a run in a source, as `runs show` prints it. */
export async function viewSourceRun(source: RunSource, run: SourceRun): Promise<RunView> {
  const children = await sourceChildren(source, run);
  const { artifacts } = await sourceArtifacts(source, run);
  const models = source.origin.kind === 'mlflow-server' ? [] : await source.registeredModels();
  return {
    ...viewRun(run, []),
    artifacts: artifacts.map(({ path, size, sha256 }) => ({ path, size, sha256 })),
    models: registeredVersions(models, run.id).map(({ name, version }) => ({ name, version })),
    steps: children.flatMap(stepView),
  };
}

/** A nested run that has ended. */
function stepView({ id, name, status, startTime, endTime }: SourceRun): readonly StepView[] {
  if (status === 'running') return [];
  const seconds = endTime === undefined ? 0 : Math.max(0, (endTime - startTime) / 1000);
  return [{ step: name, status: STATUS[status], seconds, run: id }];
}

const STATUS = { finished: 'done', failed: 'failed', cancelled: 'cancelled', interrupted: 'cancelled' } as const;
