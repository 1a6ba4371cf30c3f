import { Cancelled } from '../failure.ts';
import type { RunEvent } from '../pipeline/events.ts';
import type { Stores } from '../ports/host.ts';
import { RUN_TAGS } from '../tracking/tags.ts';
import { type Observer, type OperationEvent, operation } from './operation.ts';
import { openStores } from './project.ts';
import { type RunDifference, runDifferences } from './reproduce/differences.ts';
import { inRebuiltProject, type RebuildRequest } from './reproduce/rebuild.ts';
import { recordedRun } from './reproduce/recordedRun.ts';
import { notRegistered, registryOfThen } from './reproduce/registryOfThen.ts';
import { topRun } from './run/follow.ts';
import { resolveParams } from './run/params.ts';
import { pipelineOf, specsOf } from './run/run.ts';
import { type RunResult, runPipeline } from './run/runPipeline.ts';

export interface Reproduction {
  readonly run: string;
  /** The new run. */
  readonly again: string;
  /** Whether all bytes and all metrics are the same. */
  readonly equal: boolean;
  readonly differences: readonly RunDifference[];
  /** What of the machine differs and may be why; the number of threads never matters. */
  readonly environment: readonly EnvironmentDifference[];
}

export interface EnvironmentDifference {
  readonly name: string;
  readonly run: string | null;
  readonly again: string | null;
}

/** `reproduce RUN`. */
export const reproduce = operation({
  name: 'reproduce',
  title: 'Repeat a run from its commit, parameters and data, and compare every byte',
  examples: [
    {
      command: 'modelyard reproduce 9b1f',
      does: 'Runs it again in a worktree of its commit; exit code 1 where anything comes out otherwise.',
    },
  ],
  arguments: {
    run: {
      type: 'string',
      description: 'Id of the run, or the first four digits or more.',
      positional: true,
      required: true,
    },
  },
  result: 'reproduce',
  async run(host, args, observer): Promise<Reproduction> {
    const { root, ...stores } = await openStores(host);
    const run = await topRun(stores, args.run);
    const recorded = await recordedRun(run, stores.artifacts);
    const request = { host, stores, root, recorded, signal: observer.signal };
    const result = await repeat(request, observer as Observer<RunEvent>);
    if (result.status === 'cancelled') throw new Cancelled();
    const reproduction = await compare(stores, request, result.run);
    observer.event({ type: 'reproduce.finished', ...reproduction } as OperationEvent);
    return reproduction;
  },
  verdict: ({ equal }) => (equal ? 0 : 1),
});

/** A run of its own, in which every step is executed. */
async function repeat(request: RebuildRequest, observer: Observer<RunEvent>): Promise<RunResult> {
  const { host, stores, recorded } = request;
  const steps = await stores.runs.children(recorded.run.id);
  return inRebuiltProject(request, async (project, root) => {
    const pipeline = pipelineOf(project, recorded.pipeline);
    const given = Object.entries(recorded.run.params).map(([name, value]) => `${name}=${value}`);
    const { registry } = await host.stores(root);
    const { until, only } = recorded.selection;
    return runPipeline(
      {
        host,
        root,
        stores: { ...stores, registry: registryOfThen(registry, stores.registry) },
        project,
        pipeline,
        params: resolveParams(pipeline, given),
        selection: { until: only ?? until, force: true },
        specs: specsOf(project, pipeline),
        repeats: {
          run: recorded.run.id,
          behaviours: new Map([['model/register', notRegistered(recorded.run, steps)]]),
        },
      },
      observer,
    );
  });
}

async function compare({ runs }: Stores, { recorded }: RebuildRequest, again: string): Promise<Reproduction> {
  const withSteps = async (id: string) => ({ run: await runs.run(id), steps: await runs.children(id) });
  const after = await withSteps(again);
  const differences = runDifferences(await withSteps(recorded.run.id), after);
  return {
    run: recorded.run.id,
    again,
    equal: differences.length === 0,
    differences,
    environment: environmentDifferences(recorded.machine, JSON.parse(after.run.tags[RUN_TAGS.environment] ?? '{}')),
  };
}

function environmentDifferences(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): readonly EnvironmentDifference[] {
  return ['modelyard', 'node', 'platform'].flatMap((name) => {
    const [run, again] = [before[name] ?? null, after[name] ?? null];
    return run === again
      ? []
      : [{ name, run: run === null ? null : String(run), again: again === null ? null : String(again) }];
  });
}
