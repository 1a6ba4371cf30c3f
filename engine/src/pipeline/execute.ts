import { Cancelled, Failure } from '../failure.ts';
import type { Clock } from '../ports/environment.ts';
import type { FinishedStep, Step, StepContext, StepOutputs, Value } from '../ports/step.ts';
import { cacheKey } from './cacheKey.ts';
import type { RunEvent, StepStatus, StepSummary } from './events.ts';
import type { PlannedStep, Scope } from './plan.ts';
import { semaphore } from './semaphore.ts';

export interface Execution {
  /** Each after what it needs. */
  readonly steps: readonly PlannedStep[];
  readonly behaviours: ReadonlyMap<string, Step>;
  /** Version of the engine, part of every cache key. */
  readonly engine: string;
  readonly journal: Journal;
  /** Makes what one attempt of a step may reach; `close` frees it. */
  open(step: PlannedStep, attempt: Attempt): Promise<OpenContext>;
  /** How many steps may run at once. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  emit(event: RunEvent): void;
}

export interface Attempt {
  readonly stepRun: string;
  readonly signal: AbortSignal;
  readonly secrets: Readonly<Record<string, string>>;
  readonly finished: ReadonlyMap<string, FinishedStep>;
}

export interface OpenContext {
  readonly context: StepContext;
  close(): Promise<void>;
}

/** Remembers steps beyond this process; what a promise acknowledged is there after a kill. */
export interface Journal {
  /** Outputs this very run has for the step already, when it is resumed. */
  earlier(stepId: string): Promise<Remembered | undefined>;
  /** Outputs that any run has for the key, all their bytes at hand. */
  lookup(key: string): Promise<Remembered | undefined>;
  begin(step: PlannedStep): Promise<string>;
  end(step: PlannedStep, end: StepEnd): Promise<void>;
}

export interface Remembered {
  readonly stepRun: string;
  readonly outputs: StepOutputs;
}

export interface StepEnd {
  readonly stepRun: string;
  readonly status: StepStatus;
  readonly seconds: number;
  readonly outputs?: StepOutputs;
  /** Absent where the step may not be taken from the cache. */
  readonly key?: string;
  /** The run whose outputs were taken. */
  readonly source?: string;
  readonly reason?: string;
}

export interface ExecutionResult {
  readonly steps: readonly StepSummary[];
  readonly finished: ReadonlyMap<string, FinishedStep>;
  /** The first failure of the user's, in order of the plan. */
  readonly failure: Failure | undefined;
  /** A mistake of ours, for the host to log. */
  readonly bug: unknown;
}

interface Outcome extends StepSummary {
  readonly outputs?: StepOutputs;
  readonly failure?: Failure;
  readonly bug?: unknown;
}

const LEAVE = 15_000;

/** Runs what is planned, independent steps side by side, and remembers each step before the next begins. */
export async function execute(execution: Execution): Promise<ExecutionResult> {
  const outcomes = new Map<string, Promise<Outcome>>();
  const finished = new Map<string, FinishedStep>();
  const slots = semaphore(execution.concurrency);
  for (const step of execution.steps) {
    const needed = execution.steps.filter((other) => step.needs.includes(other.declaration.name));
    const waits = needed.map((other) => outcomes.get(other.id) as Promise<Outcome>);
    const outcome = Promise.all(waits).then((before) =>
      slots(() => runStep(execution, step, before, finished, outcomes)),
    );
    outcomes.set(step.id, outcome);
  }
  const all = await Promise.all(outcomes.values());
  return {
    steps: all.map(({ step, status, seconds, run }) => ({ step, status, seconds, ...(run ? { run } : {}) })),
    finished,
    failure: all.find((outcome) => outcome.failure)?.failure,
    bug: all.find((outcome) => outcome.bug)?.bug,
  };
}

async function runStep(
  execution: Execution,
  step: PlannedStep,
  before: readonly Outcome[],
  finished: Map<string, FinishedStep>,
  outcomes: ReadonlyMap<string, Promise<Outcome>>,
): Promise<Outcome> {
  const { clock, emit } = execution;
  const started = clock.now();
  const outcome = await decide(execution, step, before, finished, outcomes).catch((error: unknown) =>
    ended(step, error),
  );
  const seconds = Math.max(0, clock.now() - started) / 1000;
  const at = new Date(clock.now()).toISOString();
  const { failure, reason } = outcome;
  emit({
    type: 'step.finished',
    step: step.id,
    status: outcome.status,
    seconds,
    at,
    ...(failure
      ? { reason: failure.message, ...(failure.next ? { next: failure.next } : {}) }
      : reason
        ? { reason }
        : {}),
  });
  return { ...outcome, seconds };
}

type Decided = Omit<Outcome, 'seconds'> & { readonly reason?: string };

async function decide(
  execution: Execution,
  step: PlannedStep,
  before: readonly Outcome[],
  finished: Map<string, FinishedStep>,
  outcomes: ReadonlyMap<string, Promise<Outcome>>,
): Promise<Decided> {
  if (execution.signal.aborted) return { step: step.id, status: 'cancelled' };
  const { declaration } = step;
  const scope = await scopeOf(execution, step, outcomes);
  const blocker = before.find((outcome) => outcome.status !== 'done' && outcome.status !== 'cached');
  if (blocker && declaration.condition.kind !== 'always')
    return skipped(step, `\`${blocker.step}\` ${blocker.status === 'failed' ? 'failed' : `was ${blocker.status}`}`);
  if (declaration.condition.kind === 'expression' && !declaration.condition.holds(scope))
    return skipped(step, 'its `if` is false');
  const resolved = declaration.resolve(scope);
  const behaviour = execution.behaviours.get(declaration.uses);
  if (!behaviour) throw new Error(`no behaviour for ${declaration.uses}`);
  const remember = (stepRun: string, outputs: StepOutputs) =>
    finished.set(step.id, { uses: declaration.uses, with: resolved.with, outputs, stepRun });

  const earlier = await execution.journal.earlier(step.id);
  if (earlier) {
    remember(earlier.stepRun, earlier.outputs);
    return { step: step.id, status: 'cached', run: earlier.stepRun, outputs: earlier.outputs };
  }
  const stepRun = await execution.journal.begin(step);
  const started = execution.clock.now();
  const end = async (end: Omit<StepEnd, 'stepRun' | 'seconds'>) =>
    execution.journal.end(step, { stepRun, seconds: Math.max(0, execution.clock.now() - started) / 1000, ...end });
  try {
    const attempt = { step, stepRun, behaviour, resolved, finished };
    const key = declaration.cache ? await keyOf(execution, attempt) : undefined;
    const hit = key === undefined || step.mode === 'again' ? undefined : await lookUp(execution, attempt, key);
    if (!hit && step.mode === 'from-cache') throw notCached(step.id);
    const outputs = hit?.outputs ?? (await runAttempts(execution, attempt));
    await end({
      status: hit ? 'cached' : 'done',
      outputs,
      ...(key ? { key } : {}),
      ...(hit ? { source: hit.stepRun } : {}),
    });
    remember(stepRun, outputs);
    return { step: step.id, status: hit ? 'cached' : 'done', run: stepRun, outputs };
  } catch (error) {
    const outcome = ended(step, error);
    await end({ status: outcome.status, ...(outcome.failure ? { reason: outcome.failure.message } : {}) });
    return { ...outcome, run: stepRun };
  }
}

interface StepAttempt {
  readonly step: PlannedStep;
  readonly stepRun: string;
  readonly behaviour: Step;
  readonly resolved: {
    readonly with: Readonly<Record<string, Value>>;
    readonly secrets: Readonly<Record<string, string>>;
  };
  readonly finished: ReadonlyMap<string, FinishedStep>;
}

async function keyOf(execution: Execution, attempt: StepAttempt): Promise<string> {
  const { behaviour, resolved } = attempt;
  const { fingerprint: read } = behaviour;
  const fingerprint = read
    ? await inContext(execution, attempt, execution.signal, (context) => read({ with: resolved.with, context }))
    : {};
  return cacheKey({
    uses: behaviour.uses,
    revision: behaviour.revision,
    engine: execution.engine,
    with: resolved.with,
    fingerprint,
  });
}

async function lookUp(execution: Execution, attempt: StepAttempt, key: string): Promise<Remembered | undefined> {
  const hit = await execution.journal.lookup(key);
  const { stillHolds } = attempt.behaviour;
  if (!hit || !stillHolds) return hit;
  const request = { with: attempt.resolved.with };
  const holds = await inContext(execution, attempt, execution.signal, (context) =>
    stillHolds({ ...request, context }, hit.outputs),
  );
  return holds ? hit : undefined;
}

async function runAttempts(execution: Execution, attempt: StepAttempt): Promise<StepOutputs> {
  const { retries, timeout } = attempt.step.declaration;
  for (let count = 1; ; count += 1) {
    const at = new Date(execution.clock.now()).toISOString();
    execution.emit({ type: 'step.started', step: attempt.step.id, run: attempt.stepRun, attempt: count, at });
    const limit = timeout === undefined ? undefined : AbortSignal.timeout(timeout);
    const signal = limit ? AbortSignal.any([execution.signal, limit]) : execution.signal;
    try {
      return await inContext(execution, attempt, signal, (context) =>
        leaveWhenAborted(attempt.behaviour.run({ with: attempt.resolved.with, context }), signal, execution.clock),
      );
    } catch (error) {
      if (execution.signal.aborted) throw new Cancelled();
      const failure = limit?.aborted ? timedOut(attempt.step.id, timeout as number) : error;
      if (count > retries || !(failure instanceof Failure)) throw failure;
      execution.emit({
        type: 'log',
        step: attempt.step.id,
        stream: 'modelyard',
        line: `attempt ${count} failed: ${failure.message}`,
        at: new Date(execution.clock.now()).toISOString(),
      });
      await execution.clock.sleep(Math.min(30_000, 500 * 2 ** count), execution.signal).catch(() => undefined);
    }
  }
}

async function inContext<T>(
  execution: Execution,
  attempt: StepAttempt,
  signal: AbortSignal,
  work: (context: StepContext) => Promise<T>,
): Promise<T> {
  const { stepRun, resolved, finished } = attempt;
  const opened = await execution.open(attempt.step, { stepRun, signal, secrets: resolved.secrets, finished });
  try {
    return await work(opened.context);
  } finally {
    await opened.close();
  }
}

/** A step that does not heed the signal is left behind after a while, so that nothing hangs. */
function leaveWhenAborted<T>(work: Promise<T>, signal: AbortSignal, clock: Clock): Promise<T> {
  const done = new AbortController();
  const left = new Promise<never>((_, reject) => {
    const leave = () =>
      clock.sleep(LEAVE, done.signal).then(
        () => reject(new Cancelled()),
        () => undefined,
      );
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true, signal: done.signal });
  });
  return Promise.race([work, left]).finally(() => done.abort());
}

async function scopeOf(
  execution: Execution,
  step: PlannedStep,
  outcomes: ReadonlyMap<string, Promise<Outcome>>,
): Promise<Scope> {
  const steps: Record<string, Value> = {};
  for (const name of step.needs) {
    const cells = execution.steps.filter((other) => other.declaration.name === name);
    const outputs = await Promise.all(cells.map(async (cell) => (await outcomes.get(cell.id))?.outputs ?? null));
    steps[name] = cells[0]?.declaration.matrix ? outputs : (outputs[0] ?? null);
  }
  return { steps, matrix: step.matrix };
}

function skipped(step: PlannedStep, reason: string): Decided {
  return { step: step.id, status: 'skipped', reason };
}

function ended(step: PlannedStep, error: unknown): Outcome & Decided {
  if (error instanceof Cancelled) return { step: step.id, status: 'cancelled', seconds: 0 };
  if (error instanceof Failure) return { step: step.id, status: 'failed', seconds: 0, failure: error };
  const message = error instanceof Error ? error.message : String(error);
  const failure = new Failure('internal-error', `Step \`${step.id}\` met a mistake in Modelyard: ${message}`, {
    next: 'Please report it with what `--verbose` prints.',
    exitCode: 1,
    cause: error,
  });
  return { step: step.id, status: 'failed', seconds: 0, failure, bug: error };
}

function notCached(step: string): Failure {
  return new Failure('step-not-cached', `Step \`${step}\` has no result in the cache for these inputs.`, {
    next: 'Run the pipeline without `--from` and `--only` once.',
    exitCode: 1,
  });
}

function timedOut(step: string, timeout: number): Failure {
  return new Failure('step-timeout', `Step \`${step}\` took longer than its timeout of ${timeout / 1000} s.`, {
    next: 'Raise its `timeout`, or make it do less.',
    exitCode: 1,
  });
}
