import { Failure, usage } from '../../failure.ts';
import { nearest } from '../../language/nearest.ts';
import type { RunEvent } from '../../pipeline/events.ts';
import { planSteps, type Selection } from '../../pipeline/plan.ts';
import type { Host, Stores } from '../../ports/host.ts';
import { loadProject } from '../../project/load.ts';
import type { Pipeline } from '../../project/pipeline.ts';
import type { Project } from '../../project/project.ts';
import { type Observer, operation } from '../operation.ts';
import { openStores } from '../project.ts';
import { checkSpecs } from './checkSpecs.ts';
import { declareSteps } from './declareSteps.ts';
import { type DetachedRun, detach, SILENT } from './detach.ts';
import { JOBS, jobsFlag, jobsOf, OUTLIVE } from './jobs.ts';
import { outlive } from './outlive.ts';
import { resolveParams } from './params.ts';
import { pipelineNotFound, type RunResult, runPipeline, runVerdict } from './runPipeline.ts';

/** What `--dry-run` tells instead of running. */
export interface DryRun {
  readonly pipeline: string;
  readonly params: Readonly<Record<string, boolean | number | string>>;
  readonly steps: readonly {
    readonly step: string;
    readonly uses: string;
    readonly needs: readonly string[];
    readonly mode: string;
  }[];
}

/** `run PIPELINE`. */
export const runOperation = operation({
  name: 'run',
  title: 'Run a pipeline',
  examples: [
    { command: 'modelyard run flight-delay', does: 'Runs it; steps whose inputs did not change come from the cache.' },
    {
      command: 'modelyard run flight-delay --param rounds=50 --until evaluate',
      does: 'Another value of a param, and not to the end.',
    },
    {
      command: 'modelyard run flight-delay --from train',
      does: 'Trains again, with all that follows, on what is cached before.',
    },
    { command: 'modelyard run flight-delay --dry-run', does: 'Says what would run.' },
    {
      command: 'modelyard run flight-delay --outlive --jobs 1',
      does: 'Waits until no other run of the project is at work; goes on when the terminal is closed.',
    },
    { command: 'modelyard run flight-delay --format ndjson', does: 'One JSON event a line, for programs.' },
  ],
  arguments: {
    pipeline: { type: 'string', description: 'Name of the pipeline.', positional: true, required: true },
    param: { type: 'string', description: 'Value of a param, NAME=VALUE.', multiple: true, placeholder: 'K=V' },
    env: { type: 'string', description: 'Environment of modelyard.yaml.', placeholder: 'NAME' },
    from: {
      type: 'string',
      description: 'Run this step and what follows again; take what comes before from the cache.',
      placeholder: 'STEP',
    },
    until: { type: 'string', description: 'Run this step and what it needs, nothing after it.', placeholder: 'STEP' },
    only: {
      type: 'string',
      description: 'Run this step alone; take what it needs from the cache.',
      placeholder: 'STEP',
    },
    force: { type: 'boolean', description: 'Take nothing from the cache.' },
    dryRun: { type: 'boolean', description: 'Say what would run, and stop.' },
    detach: { type: 'boolean', description: 'Start it and come back; `modelyard attach RUN` follows it.' },
    outlive: OUTLIVE,
    jobs: JOBS,
    monitor: {
      type: 'string',
      description:
        'The monitor whose alert asks for it: what it registers is judged for the alias that the monitor watches, and offered. Nothing moves.',
      placeholder: 'NAME',
    },
    runId: {
      type: 'string',
      description: 'Id for the new run, 32 hex digits, for programs that want to know it before.',
      placeholder: 'ID',
    },
  },
  result: 'run',
  async run(host, args, observer): Promise<RunResult | DryRun | DetachedRun> {
    const { root, ...stores } = await openStores(host);
    const project = await loadProject(host.files, root, { environment: args.env });
    const pipeline = pipelineOf(project, args.pipeline);
    if (args.monitor !== undefined) refuseUnknownMonitor(project, args.monitor);
    const params = resolveParams(pipeline, args.param);
    const selection = selectionOf(pipeline, args);
    const jobs = jobsOf(args.jobs);
    if (args.detach && args.outlive)
      throw usage('`--detach` comes back at once, `--outlive` follows.', 'Say one of them.');
    await checkSpecs(host, root, project, pipeline);
    if (args.dryRun) return dryRun(pipeline, params, selection);
    const id = runIdOf(args.runId);
    if (id !== undefined) await refuseTaken(stores, id);
    const observed = observer as Observer<RunEvent>;
    if (args.outlive) return outlive(host, stores, detachedArguments(host, args), observed);
    if (args.detach) return detach(host, stores, detachedArguments(host, args));
    const specs = specsOf(project, pipeline);
    const { monitor } = args;
    const request = { host, root, stores, project, pipeline, params, selection, specs, id, jobs, monitor };
    const result = await runPipeline(request, observed);
    if (monitor === undefined || result.status !== 'finished') return result;
    const { offerVersions } = await import('../alerts/offerVersions.ts');
    await offerVersions({ host, root, stores }, { project, monitor, result, signal: observer.signal });
    return result;
  },
  verdict: (result) => ('seconds' in result ? runVerdict(result) : 0),
});

export function pipelineOf(project: Project, name: string): Pipeline {
  const found = project.pipelines.get(name);
  if (found) return found;
  const names = [...project.pipelines.keys()];
  throw pipelineNotFound(name, names, nearest(name, names));
}

function refuseUnknownMonitor(project: Project, name: string): void {
  const names = project.names('monitor');
  if (names.includes(name)) return;
  const near = nearest(name, names);
  throw new Failure('monitor-not-found', `There is no monitor \`${name}\`.`, {
    next: near
      ? `Did you mean \`${near}\`?`
      : `There ${names.length === 1 ? 'is' : 'are'}: ${names.join(', ') || 'none'}.`,
  });
}

interface Selecting {
  readonly from: string | undefined;
  readonly until: string | undefined;
  readonly only: string | undefined;
  readonly force: boolean;
}

function selectionOf(pipeline: Pipeline, { from, until, only, force }: Selecting): Selection {
  for (const [flag, step] of Object.entries({ from, until, only }))
    if (step !== undefined && !pipeline.steps.has(step)) {
      const names = [...pipeline.steps.keys()];
      const near = nearest(step, names);
      throw usage(
        `\`--${flag} ${step}\`: the pipeline has no such step.`,
        near ? `Did you mean \`${near}\`?` : `It has: ${names.join(', ')}.`,
      );
    }
  if (only !== undefined && (from !== undefined || until !== undefined))
    throw usage('`--only` goes with neither `--from` nor `--until`.', 'Say one of them.');
  return { from, until, only, force };
}

/** Texts of the files that the run is made of: settings, pipeline, datasets, feature views. */
export function specsOf(project: Project, pipeline: Pipeline): ReadonlyMap<string, string> {
  const datasets = [...project.datasets.values()].map((dataset) => dataset.file);
  const views = [...project.files.values()].flatMap((file) => (file.kind === 'features' ? [file.path] : []));
  const paths = ['modelyard.yaml', pipeline.file, ...datasets, ...views];
  return new Map(paths.map((path): [string, string] => [path, project.files.get(path)?.text ?? '']));
}

function dryRun(pipeline: Pipeline, params: DryRun['params'], selection: Selection): DryRun {
  const planned = planSteps(declareSteps(pipeline, { params }), selection);
  const steps = planned.map(({ id, needs, mode, declaration }) => ({ step: id, uses: declaration.uses, needs, mode }));
  return { pipeline: pipeline.name, params, steps };
}

function runIdOf(id: string | undefined): string | undefined {
  if (id === undefined || /^[0-9a-f]{32}$/.test(id)) return id;
  throw usage(
    `\`--run-id ${id}\` is not 32 lower-case hex digits.`,
    'Leave it out: the run then gets an id of its own.',
  );
}

async function refuseTaken({ runs }: Pick<Stores, 'runs'>, id: string): Promise<void> {
  if (await runs.run(id).catch(() => undefined))
    throw usage(`\`--run-id ${id}\`: there is such a run.`, `\`modelyard resume ${id.slice(0, 8)}\` goes on with it.`);
}

interface DetachedArguments extends Selecting {
  readonly pipeline: string;
  readonly param: readonly string[];
  readonly env: string | undefined;
  readonly jobs: number | undefined;
  readonly monitor: string | undefined;
  readonly runId: string | undefined;
}

/** The same command for the process that goes on, with an id that both know. */
function detachedArguments(
  host: Host,
  args: DetachedArguments,
): { readonly run: string; readonly args: readonly string[] } {
  const run = args.runId ?? host.ids.runId();
  const valued = {
    from: args.from,
    until: args.until,
    only: args.only,
    env: args.env,
    monitor: args.monitor,
    project: host.projectFolder,
  };
  const flags = Object.entries(valued).flatMap(([flag, value]) => (value === undefined ? [] : [`--${flag}`, value]));
  const params = args.param.flatMap((param) => ['--param', param]);
  const more = [...(args.force ? ['--force'] : []), ...jobsFlag(args.jobs)];
  return { run, args: ['run', args.pipeline, ...params, ...flags, ...more, '--run-id', run, ...SILENT] };
}
