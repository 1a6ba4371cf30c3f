import { posix as path } from 'node:path';
import { Cancelled, Failure, usage } from '../../failure.ts';
import type { RunEvent } from '../../pipeline/events.ts';
import { type ExecutionResult, execute, type Journal } from '../../pipeline/execute.ts';
import { runJournal } from '../../pipeline/journal.ts';
import { planSteps } from '../../pipeline/plan.ts';
import type { Program } from '../../ports/executor.ts';
import type { Run } from '../../ports/runStore.ts';
import type { Step } from '../../ports/step.ts';
import type { RunStep } from '../../project/pipeline.ts';
import { filesOfFolder } from '../../registry/modelFolder.ts';
import { steps as behaviours } from '../../steps/all.ts';
import { type PreparedScript, prepareScript, type ScriptCall, script } from '../../steps/script.ts';
import type { Observer } from '../operation.ts';
import { expressionContexts } from '../run/contexts.ts';
import { declareSteps } from '../run/declareSteps.ts';
import { openStep } from '../run/openStep.ts';
import { type RunRequest, runPipeline } from '../run/runPipeline.ts';
import { concurrencyOf, surroundingsOf } from '../run/surroundings.ts';
import { debugFolderOf, passingFolderOf, sweepTmp } from '../run/tmpFolder.ts';
import { type DebuggedProgram, programScript } from './programScript.ts';

/** How a run would start the program of a step, its files in place. */
export interface PreparedStep extends DebuggedProgram {
  readonly pipeline: string;
  /** In a matrix with its index. */
  readonly step: string;
  /** Absolute path of the file that is executed. */
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Variables that the program has beside, or instead of, those of the process that asked. */
  readonly env: Readonly<Record<string, string>>;
  /** Variables of that process that it does not have. */
  readonly unset: readonly string[];
  /** Variables that hold secrets, as text in which `${{ secrets.NAME }}` stands for the value of MODELYARD_SECRET_NAME. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Holds inputs, params and outputs; stays until the step is prepared again, or until another run a day later. */
  readonly folder: string;
  /** Files that the program is to write, by output. */
  readonly outputs: Readonly<Record<string, string>>;
  /** The run in which steps before it had to run; null where all came from the cache. */
  readonly run: string | null;
}

export interface PrepareRequest extends Omit<RunRequest, 'selection' | 'resume' | 'repeats' | 'id'> {
  readonly step: RunStep;
  /** The execution that is meant: `train`, or `train[2]`. */
  readonly execution: string;
}

/** Prepares a step out of the cache; what is not there runs first, as a run of its own that ends before the step. */
export async function prepareStep(request: PrepareRequest, observer: Observer<RunEvent>): Promise<PreparedStep> {
  await sweepTmp(request.host, request.stores);
  try {
    return await prepareFrom(request, observer.signal, undefined);
  } catch (error) {
    if (!(error instanceof Failure) || error.reason !== 'step-not-cached') throw error;
  }
  const before = await runBefore(request, observer);
  return prepareFrom(request, observer.signal, before);
}

/** Runs what the step needs. */
async function runBefore(request: PrepareRequest, observer: Observer<RunEvent>): Promise<string> {
  let failed: Extract<RunEvent, { type: 'step.finished' }> | undefined;
  const event = (one: RunEvent) => {
    if (one.type === 'step.finished' && one.status === 'failed') failed ??= one;
    observer.event(one);
  };
  const selection = { before: request.step.id };
  const { run, status } = await runPipeline({ ...request, selection }, { signal: observer.signal, event });
  if (status === 'cancelled') throw new Cancelled();
  if (status === 'finished') return run;
  throw new Failure(
    'step-before-failed',
    `\`${failed?.step}\`, which \`${request.step.id}\` needs, failed: ${failed?.reason}`,
    {
      next: failed?.next ?? `\`modelyard runs show ${run.slice(0, 8)}\` tells more.`,
      exitCode: 1,
    },
  );
}

interface Caught {
  readonly prepared: PreparedScript;
  readonly started: Program;
  readonly secrets: readonly string[];
}

/** Executes the plan of `run --only STEP` to the moment when the program would be started. */
async function prepareFrom(
  request: PrepareRequest,
  signal: AbortSignal,
  before: string | undefined,
): Promise<PreparedStep> {
  const { host, stores, pipeline, step, execution: id } = request;
  const run = { id: host.ids.runId(), name: pipeline.name };
  const contexts = await expressionContexts({ ...request, secrets: 'named' }, run);
  const planned = planSteps(declareSteps(pipeline, contexts), { only: step.id }).filter(
    (one) => one.declaration.name !== step.id || one.id === id,
  );
  if (!planned.some((one) => one.id === id)) throw usage(`The matrix of \`${step.id}\` has no \`${id}\`.`);
  const passing = passingFolderOf(stores, run.id);
  const kept = debugFolderOf(stores, pipeline.name);
  const folder = path.join(kept, folderName(id));
  await host.files.remove(folder);
  let caught: Caught | undefined;
  let skipped = '';
  const emit = (event: RunEvent) => {
    if (event.type === 'step.finished' && event.status === 'skipped' && event.step === id) skipped = event.reason ?? '';
  };
  const around = surroundingsOf(request, { planned, contexts, run, tmpFolder: passing, emit });
  const catching: Step = {
    ...script,
    async run({ with: call, context }) {
      const prepared = await prepareScript(call as unknown as ScriptCall, context);
      const started = await context.executor.resolve(prepared.program);
      caught = { prepared, started, secrets: Object.keys(context.secrets) };
      return {};
    },
  };
  try {
    const result = await execute({
      steps: planned,
      behaviours: new Map([...behaviours, [script.uses, catching]]),
      engine: host.machine.modelyard,
      journal: await silentJournal(request, { before, metricOfRun: around.metricOfRun }),
      open: (one, attempt) =>
        one.id === id
          ? openStep({ ...around, tmpFolder: kept, keepsFolders: true }, one, attempt)
          : openStep(around, one, attempt),
      concurrency: concurrencyOf(planned, host.machine.threads),
      signal,
      clock: host.clock,
      emit,
    });
    if (caught === undefined) throw whyNot(result, id, skipped, signal);
  } finally {
    await host.files.remove(passing);
    if (caught === undefined) await host.files.remove(folder);
  }
  return answer(request, caught, { folder, run: before ?? null });
}

/** Looks in the cache like a run, and writes nothing down. */
async function silentJournal(
  { host, stores: { runs, artifacts }, pipeline, execution: id }: PrepareRequest,
  { before, metricOfRun }: { readonly before: string | undefined; metricOfRun(step: string, metric: string): string },
): Promise<Journal> {
  const { clock, ids } = host;
  const parent = before === undefined ? undefined : await runs.run(before);
  const journal = runJournal({
    runs,
    artifacts,
    clock,
    metricOfRun,
    filesOf: filesOfFolder(artifacts),
    parent: parent ?? ({ experiment: pipeline.name } as Run),
  });
  return {
    lookup: journal.lookup,
    earlier: async (step) => (parent === undefined ? undefined : journal.earlier(step)),
    begin: async (step) => (step.id === id ? folderName(id) : ids.runId()),
    end: async () => {},
  };
}

/** DuckDB takes brackets in a path for a pattern. */
function folderName(id: string): string {
  return id.replace('[', '.').replace(']', '');
}

function whyNot({ failure, bug }: ExecutionResult, id: string, skipped: string, signal: AbortSignal): unknown {
  if (signal.aborted) return new Cancelled();
  return (
    bug ??
    failure ??
    new Failure('step-skipped', `A run would skip the step \`${id}\`: ${skipped}.`, {
      next: 'Give other params with `--param`, or change its `if`.',
      exitCode: 1,
    })
  );
}

function answer(
  { pipeline, execution: id }: PrepareRequest,
  { prepared: { program, notebook, outputs }, started, secrets }: Caught,
  { folder, run }: Pick<PreparedStep, 'folder' | 'run'>,
): PreparedStep {
  const { command } = program;
  const isSecret = ([name]: readonly [string, string]) => secrets.includes(name);
  const variables = Object.entries(started.environment);
  return {
    pipeline: pipeline.name,
    step: id,
    // A notebook's cells run in a kernel, another process than the one that is started.
    ...programScript(notebook || command.kind === 'shell' ? '' : command.arguments[0], started),
    program: started.file,
    args: started.arguments,
    cwd: program.folder,
    env: Object.fromEntries(variables.filter((one) => !isSecret(one))),
    unset: started.hidden,
    secrets: Object.fromEntries(variables.filter(isSecret)),
    folder,
    outputs,
    run,
  };
}
