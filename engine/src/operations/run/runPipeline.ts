import { Cancelled, Failure } from '../../failure.ts';
import type { ExpressionValue } from '../../language/expressions/value.ts';
import type { RunEnd, RunEvent, StepSummary } from '../../pipeline/events.ts';
import { execute } from '../../pipeline/execute.ts';
import { runJournal } from '../../pipeline/journal.ts';
import { type PlannedStep, planSteps, type Selection } from '../../pipeline/plan.ts';
import type { Host, Stores } from '../../ports/host.ts';
import type { Lease, NewRun, Run } from '../../ports/runStore.ts';
import type { Step } from '../../ports/step.ts';
import type { ParamValue, Pipeline } from '../../project/pipeline.ts';
import type { Project } from '../../project/project.ts';
import { filesOfFolder } from '../../registry/modelFolder.ts';
import { steps as behaviours } from '../../steps/all.ts';
import { RUN_TAGS } from '../../tracking/tags.ts';
import type { Observer } from '../operation.ts';
import { expressionContexts } from './contexts.ts';
import { declareSteps } from './declareSteps.ts';
import { eventFile, eventLog } from './eventLog.ts';
import { holdRun } from './hold.ts';
import { openStep } from './openStep.ts';
import { enterQueue, isQueued, leaveQueue, type Waiting, waitForTurn } from './queue.ts';
import { keepSources, type RunFacts, runTags } from './record.ts';
import { concurrencyOf, surroundingsOf } from './surroundings.ts';
import { sweepTmp, tmpFolderOf } from './tmpFolder.ts';

export interface RunRequest {
  readonly host: Host;
  readonly root: string;
  readonly stores: Stores;
  readonly project: Project;
  readonly pipeline: Pipeline;
  readonly params: Readonly<Record<string, ParamValue>>;
  readonly selection: Selection;
  /** Spec files that the run reads, by path. */
  readonly specs: ReadonlyMap<string, string>;
  /** The run that goes on, instead of a new one. */
  readonly resume?: Run | undefined;
  /** Id of the new run, where the caller wants to know it before. */
  readonly id?: string | undefined;
  /** The run that is repeated: the new one names it in a tag, registers nothing, and has these behaviours for steps by `uses`. */
  readonly repeats?: { readonly run: string; readonly behaviours: ReadonlyMap<string, Step> } | undefined;
  /** Begins when fewer runs of the project than these are at work; at once where absent. */
  readonly jobs?: number | undefined;
  /** The monitor whose alert asks for it. */
  readonly monitor?: string | undefined;
}

export interface RunResult {
  readonly run: string;
  readonly status: RunEnd;
  readonly seconds: number;
  readonly steps: readonly StepSummary[];
  readonly models: readonly { readonly name: string; readonly version: number }[];
}

/** Executes a pipeline to its end, whatever that is; rejects only where the run could not begin, or its store failed. */
export async function runPipeline(request: RunRequest, observer: Observer<RunEvent>): Promise<RunResult> {
  const { host, stores, resume } = request;
  const facts = factsOf(request);
  const { run, lease } = await takeUp(request, facts, observer.signal);
  const held = holdRun(lease, { signal: observer.signal, clock: host.clock, log: host.log });
  const log = eventLog(eventFile(stores.folder, run.id), { ...host, resumed: resume !== undefined });
  let begun = false;
  const emit = (event: RunEvent) => {
    begun ||= event.type === 'run.started';
    log.add(event);
    observer.event(event);
  };
  try {
    await sweepTmp(host, stores);
    if (isQueued(run)) await waitForTurn(stores, waitingOf(request, { run, signal: held.signal, emit }));
    if (!resume && !held.signal.aborted) await keepSources(run.id, facts, { ...stores, git: host.git(request.root) });
    return await goOn(request, { run, signal: held.signal, emit });
  } catch (error) {
    await markFailed(request, run, error).catch((second: Error) => host.log.warn(second.message));
    throw begun && error instanceof Failure ? answerNo(error) : error;
  } finally {
    await log.flush();
    await held.release();
    await host.files.remove(tmpFolderOf(stores, run.id));
  }
}

interface TakenUp {
  readonly run: Run;
  readonly lease: Lease;
}

/** Makes the run, or takes the one that goes on, and holds it; with jobs counted it may have to wait then. */
async function takeUp(request: RunRequest, facts: RunFacts, signal: AbortSignal): Promise<TakenUp> {
  const { stores, resume } = request;
  const jobs = countedJobs(request);
  const created = resume ? undefined : await newRun(request, facts);
  const begin = async (tags: Readonly<Record<string, string>>): Promise<TakenUp> => {
    if (!created) return takeUpAgain(stores, resume!, tags);
    const run = await stores.runs.createRun({ ...created, tags: { ...created.tags, ...tags } });
    return { run, lease: await stores.runs.hold(run.id) };
  };
  return jobs === undefined ? begin({}) : enterQueue(stores, { jobs, signal }, begin);
}

/** Held before anything is written: another process may be at work on it. */
async function takeUpAgain({ runs }: Stores, { id }: Run, tags: Readonly<Record<string, string>>): Promise<TakenUp> {
  const lease = await runs.hold(id);
  await leaveQueue({ runs }, id);
  if (Object.keys(tags).length > 0) await runs.log(id, { tags });
  return { run: await runs.run(id), lease };
}

/** A run that a step of another has started never waits: that other would wait for it. */
function countedJobs({ jobs, host }: RunRequest): number | undefined {
  return host.machine.variables['MODELYARD_RUN_ID'] === undefined ? jobs : undefined;
}

function waitingOf({ pipeline, jobs = 1, resume, host }: RunRequest, { run, signal, emit }: Going): Waiting {
  return {
    run: run.id,
    pipeline: pipeline.name,
    jobs,
    isNew: resume === undefined,
    signal,
    clock: host.clock,
    emit,
  };
}

async function markFailed({ host, stores }: RunRequest, run: Run, error: unknown): Promise<void> {
  const failure = error instanceof Error ? error.message : String(error);
  await stores.runs.log(run.id, { tags: { [RUN_TAGS.failure]: failure } });
  await stores.runs.finish(run.id, 'failed', host.clock.now());
}

/** What fails after a run has begun is an answer, not a call that could not be made. */
function answerNo({ reason, message, next, place, cause }: Failure): Failure {
  return new Failure(reason, message, { exitCode: 1, ...(next ? { next } : {}), ...(place ? { place } : {}), cause });
}

interface Going {
  readonly run: Run;
  readonly signal: AbortSignal;
  emit(event: RunEvent): void;
}

async function goOn(request: RunRequest, going: Going): Promise<RunResult> {
  const { host, stores, pipeline } = request;
  const { run, emit } = going;
  const started = host.clock.now();
  if (isQueued(run) && going.signal.aborted) return leftQueue(request, going);
  const contexts = await expressionContexts(request, run);
  const planned = planSteps(declareSteps(pipeline, contexts), request.selection);
  emit({
    type: 'run.started',
    run: run.id,
    pipeline: pipeline.name,
    steps: planned.map((step) => ({ step: step.id, needs: step.needs })),
    resumed: request.resume !== undefined,
    at: new Date(started).toISOString(),
  });
  const result = await executePlan(request, going, { planned, contexts });
  if (result.bug instanceof Error) host.log.warn(result.bug.stack ?? result.bug.message);
  const status: RunEnd = going.signal.aborted ? 'cancelled' : result.failure ? 'failed' : 'finished';
  const end = {
    run: run.id,
    status,
    seconds: 0,
    steps: result.steps,
    models: request.repeats ? [] : registered(result),
  };
  await stores.runs.log(run.id, { tags: endTags(end, result.failure, host) });
  const now = host.clock.now();
  await stores.runs.finish(run.id, status, now);
  const final: RunResult = { ...end, seconds: Math.max(0, now - started) / 1000 };
  emit({ type: 'run.finished', ...final, at: new Date(now).toISOString() });
  return final;
}

/** The end of a run that was cancelled before its turn. */
async function leftQueue({ host, stores }: RunRequest, { run, emit }: Going): Promise<RunResult> {
  const result: RunResult = { run: run.id, status: 'cancelled', seconds: 0, steps: [], models: [] };
  const now = host.clock.now();
  await stores.runs.finish(run.id, 'cancelled', now);
  await leaveQueue(stores, run.id);
  emit({ type: 'run.finished', ...result, at: new Date(now).toISOString() });
  return result;
}

function endTags({ steps, models }: RunResult, failure: Failure | undefined, host: Host): Record<string, string> {
  return {
    [RUN_TAGS.steps]: JSON.stringify(steps),
    [RUN_TAGS.models]: JSON.stringify(models),
    [RUN_TAGS.peakMemory]: String(host.machine.peakMemory()),
    [RUN_TAGS.failure]: failure?.message ?? '',
  };
}

function factsOf({ pipeline, params, selection, specs, project }: RunRequest): RunFacts {
  const call = { params, selection, environment: project.environment ?? null };
  return { pipeline: pipeline.name, file: pipeline.file, specs, call };
}

async function newRun(
  { host, root, pipeline, params, id, repeats, monitor }: RunRequest,
  facts: RunFacts,
): Promise<NewRun> {
  const git = host.git(root);
  const identity = await git.identity();
  return {
    ...(id === undefined ? {} : { id }),
    experiment: pipeline.name,
    name: pipeline.name,
    startTime: host.clock.now(),
    user: identity?.email ?? host.machine.variables['USER'] ?? 'unknown',
    params: Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)])),
    tags: {
      ...(await runTags(facts, git, host.machine)),
      ...(repeats ? { [RUN_TAGS.repeats]: repeats.run } : {}),
      ...(monitor === undefined ? {} : { [RUN_TAGS.alert]: monitor }),
    },
    hold: true,
  };
}

interface Plan {
  readonly planned: readonly PlannedStep[];
  readonly contexts: Readonly<Record<string, ExpressionValue>>;
}

async function executePlan(request: RunRequest, { run, signal, emit }: Going, { planned, contexts }: Plan) {
  const { host, stores } = request;
  const around = surroundingsOf(request, { planned, contexts, run, tmpFolder: tmpFolderOf(stores, run.id), emit });
  return execute({
    steps: planned,
    behaviours: request.repeats ? new Map([...behaviours, ...request.repeats.behaviours]) : behaviours,
    engine: host.machine.modelyard,
    journal: runJournal({
      runs: stores.runs,
      artifacts: stores.artifacts,
      clock: host.clock,
      parent: run,
      metricOfRun: around.metricOfRun,
      filesOf: filesOfFolder(stores.artifacts),
    }),
    open: (step, attempt) => openStep(around, step, attempt),
    concurrency: concurrencyOf(planned, host.machine.threads),
    signal,
    clock: host.clock,
    emit,
  });
}

function registered({ finished }: Awaited<ReturnType<typeof execute>>): RunResult['models'] {
  return [...finished.values()].flatMap(({ uses, outputs }) => {
    const { name, version } = outputs;
    return uses === 'model/register' && typeof name === 'string' && typeof version === 'number'
      ? [{ name, version }]
      : [];
  });
}

/** Exit code 1 when the run did not finish well; a cancelled one is 130. */
export function runVerdict({ status }: RunResult): 0 | 1 {
  if (status === 'cancelled') throw new Cancelled();
  return status === 'finished' ? 0 : 1;
}

export function pipelineNotFound(name: string, names: readonly string[], near: string | undefined): Failure {
  return new Failure('pipeline-not-found', `There is no pipeline \`${name}\`.`, {
    next: near
      ? `Did you mean \`${near}\`?`
      : `There ${names.length === 1 ? 'is' : 'are'}: ${names.join(', ') || 'none'}.`,
  });
}
