import { Failure } from '../../failure.ts';
import type { RunOrigin, RunSource, SourceExperiment, SourceRun } from '../../ports/runSource.ts';
import { type OperationEvent, operation } from '../operation.ts';
import { openRuns } from '../project.ts';
import { type Importing, reasonOf } from './importing.ts';
import { importLoggedModels } from './importLoggedModels.ts';
import { type ImportedModels, importModels } from './importModels.ts';
import { importRun } from './importRun.ts';
import { sourcePlace, trackingToken } from './sourcePlace.ts';

export interface ImportResult {
  readonly source: RunOrigin;
  readonly experiments: readonly string[];
  /** Runs that are here now and were not, or not whole. */
  readonly runs: number;
  /** Runs that were here already. */
  readonly skipped: number;
  readonly failed: readonly { readonly run: string; readonly name: string; readonly reason: string }[];
  readonly models: ImportedModels;
  /** What beside runs was not taken along. */
  readonly leftOut: readonly { readonly what: string; readonly reason: string }[];
  readonly dryRun: boolean;
}

export interface ImportEvent {
  readonly type: 'import.run';
  readonly experiment: string;
  readonly run: string;
  readonly name: string;
  /** Runs that have been looked at. */
  readonly done: number;
}

/** Runs asked for at once. */
const PAGE = 200;

/** `import mlflow`: copies what another MLflow keeps into this project's store. */
export const importMlflow = operation({
  name: 'import mlflow',
  title: 'Copy experiments, runs and models from MLflow or DVC',
  examples: [
    {
      command: 'modelyard import mlflow mlruns',
      does: 'All that lies in the folder; what is here already is passed over.',
    },
    {
      command: 'modelyard import mlflow https://mlflow.example.org --experiment churn',
      does: 'One experiment of a server; the token is taken from MLFLOW_TRACKING_TOKEN.',
    },
    { command: 'modelyard import mlflow mlflow.db --dry-run', does: 'Says what would be copied.' },
  ],
  arguments: {
    source: {
      type: 'string',
      description: 'An `mlruns` folder, an `mlflow.db`, a folder of DVC, or the address of an MLflow server.',
      positional: true,
      required: true,
    },
    experiment: {
      type: 'string',
      description: 'Only this experiment; registered models are then left out.',
      multiple: true,
      placeholder: 'NAME',
    },
    'dry-run': { type: 'boolean', description: 'Say what would be copied, and copy nothing.' },
  },
  result: 'import-mlflow',
  async run(host, args, observer): Promise<ImportResult> {
    const stores = await openRuns(host);
    const place = sourcePlace(args.source, host, 'modelyard import mlflow mlruns');
    const token = trackingToken(place, host.machine.variables);
    const source = await host.openRunSource(place, {
      memo: stores.memo,
      ...(token === undefined ? {} : { token }),
    });
    const leftOut: { what: string; reason: string }[] = [];
    const leaveOut = (what: string, reason: string): void => void leftOut.push({ what, reason });
    const importing: Importing = { source, stores, host, signal: observer.signal, leaveOut };
    try {
      const experiments = await chosen(source, args.experiment);
      const tally = new Tally((event) => observer.event(event));
      for (const experiment of experiments)
        await (args['dry-run'] ? countExperiment : importExperiment)(experiment, importing, tally);
      const isAll = args.experiment.length === 0 && !args['dry-run'];
      const models = isAll ? await importModels(importing) : { models: 0, versions: 0 };
      const names = experiments.map(({ name }) => name);
      const result = { ...tally.result(), models, leftOut, dryRun: args['dry-run'] };
      const whole = { source: source.origin, experiments: names, ...result };
      observer.event({ type: 'import.finished', ...whole } as OperationEvent);
      return whole;
    } finally {
      await source.close();
    }
  },
  verdict: ({ failed }) => (failed.length > 0 ? 1 : 0),
});

class Tally {
  readonly #tell: (event: ImportEvent) => void;
  readonly #failed: { run: string; name: string; reason: string }[] = [];
  #runs = 0;
  #skipped = 0;
  #done = 0;

  constructor(tell: (event: ImportEvent) => void) {
    this.#tell = tell;
  }

  add(run: SourceRun, outcome: 'imported' | 'skipped' | { readonly reason: string }): void {
    if (outcome === 'imported') this.#runs++;
    else if (outcome === 'skipped') this.#skipped++;
    else this.#failed.push({ run: run.id, name: run.name, reason: outcome.reason });
    const { id, name, experiment } = run;
    this.#tell({ type: 'import.run', experiment, run: id, name, done: ++this.#done });
  }

  result() {
    return { runs: this.#runs, skipped: this.#skipped, failed: this.#failed };
  }
}

async function importExperiment(from: SourceExperiment, importing: Importing, tally: Tally): Promise<void> {
  const to = await experimentFor(from, importing);
  const seen = new Set<string>();
  const copy = async (run: SourceRun): Promise<void> => {
    if (seen.has(run.id)) return;
    seen.add(run.id);
    importing.signal.throwIfAborted();
    const parent = run.parent === undefined || seen.has(run.parent) ? undefined : await found(run.parent, importing);
    if (parent?.experimentId === from.id && parent.lifecycle === 'active') await copy(parent);
    tally.add(run, await outcome(run, to, importing));
  };
  for await (const run of runsOf(from, importing.source)) await copy(run);
  await importLoggedModels(from.id, to, importing);
}

async function countExperiment(from: SourceExperiment, { source, stores }: Importing, tally: Tally): Promise<void> {
  for await (const run of runsOf(from, source)) {
    const isHere = await stores.runs.run(run.id, { artifacts: false }).then(
      () => true,
      () => false,
    );
    tally.add(run, isHere ? 'skipped' : 'imported');
  }
}

async function outcome(run: SourceRun, experiment: string, importing: Importing) {
  try {
    return await importRun(run, experiment, importing);
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}

async function found(id: string, { source }: Importing): Promise<SourceRun | undefined> {
  try {
    return await source.run(id);
  } catch (error) {
    reasonOf(error);
    return undefined;
  }
}

/** Oldest first, as runs that others are nested in begin before them. */
async function* runsOf({ id }: SourceExperiment, source: RunSource): AsyncIterable<SourceRun> {
  let token: string | undefined;
  do {
    const page = await source.search({
      experiments: [id],
      orderBy: ['attributes.start_time ASC'],
      limit: PAGE,
      ...(token === undefined ? {} : { pageToken: token }),
    });
    yield* page.runs;
    token = page.nextPageToken;
  } while (token !== undefined);
}

/** The one of that name here, with the tags that it has there. */
async function experimentFor({ name, tags }: SourceExperiment, { stores }: Importing): Promise<string> {
  const { runs } = stores;
  const { id } = name === 'Default' ? await runs.defaultExperiment() : await runs.experiment(name);
  if (Object.keys(tags).length > 0) await runs.tagExperiment(id, tags);
  return id;
}

async function chosen(source: RunSource, names: readonly string[]): Promise<readonly SourceExperiment[]> {
  const active = (await source.experiments()).filter(({ lifecycle }) => lifecycle === 'active');
  const missing = names.find((name) => !active.some((one) => one.name === name));
  if (missing !== undefined)
    throw new Failure('experiment-not-found', `There is no experiment \`${missing}\` in ${source.origin.place}.`, {
      next: `There ${active.length === 1 ? 'is' : 'are'}: ${active.map(({ name }) => name).join(', ') || 'none'}.`,
    });
  return names.length === 0 ? active : active.filter(({ name }) => names.includes(name));
}
