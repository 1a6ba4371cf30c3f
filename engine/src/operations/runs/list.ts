import { Failure, usage } from '../../failure.ts';
import { nearest } from '../../language/nearest.ts';
import type { Host } from '../../ports/host.ts';
import type { Experiment, RunQuery, RunStore } from '../../ports/runStore.ts';
import { type RunView, viewRun } from '../../tracking/runView.ts';
import { operation } from '../operation.ts';
import { openRuns } from '../project.ts';
import { SOURCE, withSource } from './sourceRuns.ts';

export interface RunList {
  readonly runs: readonly RunView[];
  readonly nextPageToken: string | null;
}

const SELECTION = {
  experiment: {
    type: 'string',
    description: 'Only runs of this experiment; a pipeline’s runs are an experiment of its name.',
    placeholder: 'NAME',
  },
  limit: { type: 'integer', description: 'How many runs at most.', default: 20 },
  deleted: { type: 'boolean', description: 'Deleted runs instead of the others.' },
  steps: { type: 'boolean', description: 'Also the nested runs of the steps.' },
  page: { type: 'string', description: 'Token of the next page, as the page before gave it.', placeholder: 'TOKEN' },
  source: SOURCE,
} as const;

/** `runs list`: newest first. */
export const listRuns = operation({
  name: 'runs list',
  title: 'List runs, newest first',
  examples: [
    { command: 'modelyard runs list', does: 'The 20 newest runs of all experiments.' },
    {
      command: 'modelyard runs list --experiment flight-delay --limit 5 --format json',
      does: 'The newest five of one pipeline, for a script.',
    },
    { command: 'modelyard runs list --source mlruns', does: 'Runs that MLflow wrote into a folder, where they lie.' },
  ],
  arguments: SELECTION,
  result: 'runs-list',
  run: async (host, args) => listed(host, args, {}),
});

/** `runs search`: MLflow's filter grammar. */
export const searchRuns = operation({
  name: 'runs search',
  title: 'Find runs by their metrics, parameters and tags',
  examples: [
    {
      command: 'modelyard runs search "metrics.roc_auc > 0.7 and params.rounds = \'300\'"',
      does: 'Runs that meet both.',
    },
    { command: 'modelyard runs search "" --order "metrics.roc_auc DESC" --limit 3', does: 'The three best.' },
  ],
  arguments: {
    filter: {
      type: 'string',
      description: 'MLflow’s filter grammar; an empty text finds all.',
      positional: true,
      required: true,
    },
    order: {
      type: 'string',
      description: 'Order, such as `metrics.roc_auc DESC`.',
      multiple: true,
      placeholder: 'KEY',
    },
    ...SELECTION,
  },
  result: 'runs-list',
  run: (host, args) => listed(host, args, { filter: args.filter, orderBy: args.order }),
});

type How = Pick<RunQuery, 'filter' | 'orderBy'>;

async function listed(host: Host, args: Selected, how: How): Promise<RunList> {
  if (args.source === undefined) return findRuns((await openRuns(host)).runs, args, how);
  return withSource(host, args.source, (source) => findRuns(source, args, how));
}

interface Selected {
  readonly source: string | undefined;
  readonly experiment: string | undefined;
  readonly limit: number;
  readonly deleted: boolean;
  readonly steps: boolean;
  readonly page: string | undefined;
}

async function findRuns(runs: Pick<RunStore, 'search' | 'experiments'>, args: Selected, how: How): Promise<RunList> {
  if (args.limit < 1) throw usage(`\`--limit ${args.limit}\` asks for no run.`, 'Say 1 or more.');
  const experiments = await runs.experiments();
  const page = await runs.search({
    ...(args.experiment === undefined ? {} : { experiments: [experimentNamed(experiments, args.experiment).id] }),
    ...how,
    view: args.deleted ? 'deleted' : 'active',
    topLevel: !args.steps,
    limit: args.limit,
    ...(args.page === undefined ? {} : { pageToken: args.page }),
  });
  return { runs: page.runs.map((run) => viewRun(run, experiments)), nextPageToken: page.nextPageToken ?? null };
}

function experimentNamed(experiments: readonly Experiment[], name: string): Experiment {
  const found = experiments.find((experiment) => experiment.name === name);
  if (found) return found;
  const names = experiments.map((experiment) => experiment.name);
  const near = nearest(name, names);
  throw new Failure('experiment-not-found', `There is no experiment \`${name}\`.`, {
    next: near
      ? `Did you mean \`${near}\`?`
      : `There ${names.length === 1 ? 'is' : 'are'}: ${names.join(', ') || 'none yet'}.`,
  });
}
