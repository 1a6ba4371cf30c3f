import { VersionRecords } from '../../data/versions/versionRecord.ts';
import { Failure, usage } from '../../failure.ts';
import type { Host, Stores } from '../../ports/host.ts';
import type { Run } from '../../ports/runStore.ts';
import { findProjectRoot } from '../../project/discover.ts';
import { loadProject } from '../../project/load.ts';
import type { Project } from '../../project/project.ts';
import { compareRuns } from '../../tracking/compareRuns.ts';
import { viewRun } from '../../tracking/runView.ts';
import { isUserTag, RUN_TAGS } from '../../tracking/tags.ts';
import { withDatasetsOf } from '../data/tables.ts';
import { type OperationEvent, operation } from '../operation.ts';
import { pairedMetrics } from '../paired/pairedMetrics.ts';
import { openRuns } from '../project.ts';
import { buildDifferences, type DifferenceSources } from './compare/buildDifferences.ts';
import { dataMoves } from './compare/moves.ts';
import { hiddenOfRun } from './hiddenOfRun.ts';

/** `runs compare`: what differs between runs. */
export const compareTheRuns = operation({
  name: 'runs compare',
  title: 'Compare runs: metrics, parameters, specs, code, data and environment that differ',
  examples: [
    { command: 'modelyard runs compare 9b1f 4be1', does: 'Two runs side by side, the second held against the first.' },
    {
      command: 'modelyard runs compare 9b1f 4be1 --format markdown',
      does: 'Tables for a pull request.',
    },
  ],
  arguments: {
    runs: {
      type: 'string',
      description: 'Ids of two runs or more.',
      positional: true,
      multiple: true,
      placeholder: 'RUN',
    },
    baseline: {
      type: 'string',
      description: 'Which of them the others are held against. Default: the first.',
      placeholder: 'RUN',
    },
    'skip-data': {
      type: 'boolean',
      description:
        'Reads no data: of its versions rows and columns are told, and metrics are held against each other by their intervals alone.',
    },
  },
  result: 'runs-compare',
  async run(host, args, { signal, event }) {
    if (args.runs.length < 2)
      throw usage('There is nothing to compare.', 'Name two runs or more: `modelyard runs compare A B`.');
    const { root, ...stores } = await openRuns(host);
    const runs = await Promise.all(args.runs.map((id) => stores.runs.run(id)));
    const comparison = compareRuns(runs);
    const experiments = await stores.runs.experiments();
    const project = await projectOf(host, root);
    const differences = await differencesOf(runs, {
      host,
      stores,
      root,
      project,
      experiments,
      baseline: baselineOf(runs, args.baseline),
      readsData: !args['skip-data'],
      signal,
      progress: (fraction, message) => event({ type: 'progress', fraction, message } as OperationEvent),
    });
    return {
      ...comparison,
      runs: comparison.runs.map((run) => viewRun(run, experiments)),
      tags: comparison.tags.filter((row) => isUserTag(row.name)),
      differences,
    };
  },
});

interface Comparing {
  readonly host: Host;
  readonly stores: Stores;
  readonly root: string;
  readonly project: Project | undefined;
  readonly experiments: DifferenceSources['experiments'];
  readonly baseline: number;
  readonly readsData: boolean;
  readonly signal: AbortSignal;
  readonly progress: (fraction: number, message: string) => void;
}

async function differencesOf(runs: readonly Run[], comparing: Comparing) {
  const { host, stores, root, project, experiments, baseline, readsData, signal, progress } = comparing;
  const records = new VersionRecords(host.files, stores.folder);
  const sides = await Promise.all(
    runs.map(async (run) => ({
      run,
      steps: await stores.runs.children(run.id),
      source: null,
      artifacts: stores.artifacts,
    })),
  );
  const hidden = new Set(project && runs.flatMap((run) => [...hiddenOfRun(run, project)]));
  return buildDifferences(sides, {
    root: (await host.files.realPath(root)) ?? root,
    git: host.git(root),
    experiments,
    baseline,
    pipelineOf: (run) => project?.pipelines.get(run.tags[RUN_TAGS.pipeline] ?? ''),
    record: (dataset, version) => records.find(dataset, version),
    ...(readsData && {
      pairedBy: {
        pair: (a, b, asked) => pairedMetrics({ host, stores, root, signal, progress }, a, b, asked),
        slicesBy: (column) => !hidden.has(column.toLowerCase()),
      },
    }),
    ...(readsData &&
      project !== undefined && {
        moves: (dataset, a, b) => {
          progress(0, `reading how values of ${dataset} moved`);
          return withDatasetsOf({ host, root, stores, project }, signal, (datasets) =>
            dataMoves(datasets, { host, dataset, a, b, signal }),
          );
        },
      }),
  });
}

/** A folder of scripts has runs, and no project. */
async function projectOf(host: Host, root: string): Promise<Project | undefined> {
  return (await findProjectRoot(host.files, root)) === root ? loadProject(host.files, root) : undefined;
}

function baselineOf(runs: readonly Run[], named: string | undefined): number {
  if (named === undefined) return 0;
  const found = runs.findIndex(({ id }) => id.startsWith(named.toLowerCase()));
  if (found >= 0) return found;
  throw new Failure('baseline-not-compared', `The run ${named} is none of those that are compared.`, {
    next: 'Name one of them: `modelyard runs compare A B --baseline B`.',
  });
}
