import { Failure } from '../../../failure.ts';
import { runJournal } from '../../../pipeline/journal.ts';
import type { Host, Stores } from '../../../ports/host.ts';
import type { Run } from '../../../ports/runStore.ts';
import type { StepOutputs } from '../../../ports/step.ts';
import type { ParamValue, Pipeline } from '../../../project/pipeline.ts';
import { buildProject, type Project } from '../../../project/project.ts';
import { filesOfFolder } from '../../../registry/modelFolder.ts';
import { RUN_TAGS, tagJson } from '../../../tracking/tags.ts';
import { resolveParams } from '../../run/params.ts';
import { pipelineOf } from '../../run/run.ts';
import { latestByStep, stepIdOf } from '../../runs/runFigures.ts';

/** One of the two runs, with the specs it was made of. */
export interface Side {
  readonly run: Run;
  /** The newest nested run of each step, by its id. */
  readonly steps: ReadonlyMap<string, Run>;
  /** As the run found it. */
  readonly project: Project;
  readonly pipeline: Pipeline;
  readonly params: Readonly<Record<string, ParamValue>>;
  /** Version of the engine that made it. */
  readonly engine: string;
  /** What a step gave, where all its bytes are at hand. */
  kept(step: string): Promise<KeptStep | undefined>;
}

export interface KeptStep {
  readonly outputs: StepOutputs;
  readonly metrics: Readonly<Record<string, number>>;
}

const SPECS = 'specs/';

/** @throws Failure `run-running`, `run-not-repeatable`, and what reading its specs may throw */
export async function readSide(run: Run, host: Host, { runs, artifacts }: Stores): Promise<Side> {
  const short = run.id.slice(0, 8);
  if (run.status === 'running')
    throw new Failure('run-running', `The run ${short} is still running.`, {
      next: `Wait until it has ended; \`modelyard attach ${short}\` follows it.`,
    });
  const name = run.tags[RUN_TAGS.pipeline];
  const texts = new Map<string, string>();
  for (const { path, sha256 } of run.artifacts)
    if (path.startsWith(SPECS)) {
      const bytes = await artifacts.bytes(sha256, `${path} of the run ${short}`);
      texts.set(path.slice(SPECS.length), new TextDecoder().decode(bytes));
    }
  if (name === undefined || texts.size === 0) throw notOfAPipeline(short);
  const call = (tagJson(run.tags[RUN_TAGS.call]) ?? {}) as { readonly environment?: string | null };
  const project = buildProject(texts, { environment: call.environment ?? undefined });
  const pipeline = pipelineOf(project, name);
  const given = Object.entries(run.params).filter(([param]) => pipeline.params.has(param));
  const steps = new Map(latestByStep(await runs.children(run.id)).map((step) => [stepIdOf(step), step]));
  const journal = runJournal({
    runs,
    artifacts,
    clock: host.clock,
    parent: run,
    metricOfRun: (_, metric) => metric,
    filesOf: filesOfFolder(artifacts),
  });
  const machine = (tagJson(run.tags[RUN_TAGS.environment]) ?? {}) as { readonly modelyard?: string };
  return {
    run,
    steps,
    project,
    pipeline,
    params: resolveParams(
      pipeline,
      given.map(([param, value]) => `${param}=${value}`),
    ),
    engine: machine.modelyard ?? '',
    async kept(step) {
      const found = await journal.earlier(step);
      return found && { outputs: found.outputs, metrics: metricsOf(await runs.run(found.stepRun)) };
    },
  };
}

/** The last value of each metric. */
export function metricsOf({ metrics }: Run): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(metrics).map(([name, { value }]) => [name, value]));
}

function notOfAPipeline(short: string): Failure {
  return new Failure(
    'run-not-repeatable',
    `The run ${short} is not of a pipeline: it did not record how it was made.`,
    {
      next: 'Name a run of `modelyard run`; `modelyard runs list` shows them.',
    },
  );
}
