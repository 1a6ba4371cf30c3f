import { posix as path } from 'node:path';
import { Cancelled, Failure } from '../../../failure.ts';
import { execute, type OpenContext } from '../../../pipeline/execute.ts';
import { type PlannedStep, planSteps, type StepDeclaration } from '../../../pipeline/plan.ts';
import type { Host, Stores } from '../../../ports/host.ts';
import type { Step } from '../../../ports/step.ts';
import { steps as behaviours } from '../../../steps/all.ts';
import { RUN_TAGS } from '../../../tracking/tags.ts';
import { expressionContexts } from '../../run/contexts.ts';
import { declareSteps } from '../../run/declareSteps.ts';
import { openStep } from '../../run/openStep.ts';
import { concurrencyOf, surroundingsOf } from '../../run/surroundings.ts';
import type { RunFigure } from '../../runs/runFigures.ts';
import { type Hybrid, hybridOf, type State } from './hybrid.ts';
import { passingArtifacts } from './passingArtifacts.ts';
import { type DataPlaces, dataPlaces } from './places.ts';
import { type QuietJournal, quietJournal } from './quietJournal.ts';
import { type Measuring, needsOf, type Reach } from './reach.ts';
import type { CellResult, StepResult } from './results.ts';
import type { Side } from './side.ts';
import { codeSlotId, dataSlotId, ENGINE, type Slot } from './slots.ts';
import { withoutIntervals } from './stepParts.ts';

export interface RunnerRequest {
  readonly host: Host;
  readonly stores: Stores;
  readonly root: string;
  /** For what is gone when the work is done. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly a: Side;
  readonly b: Side;
  readonly slots: readonly Slot[];
  readonly measuring: Measuring | undefined;
  readonly reach: (step: string) => Reach;
  /** Whether what the runs recorded may stand beside what is computed here: the same engine made both. */
  readonly takesRecorded: boolean;
  /** A step whose recorded outputs are passed over. */
  readonly passes?: string;
  /** What is at work: a step, and how far it is. */
  told(step: string, fraction: number): void;
}

/** Executes single steps of configurations between two runs. */
export interface StateRunner {
  /** The metric that a step measures; rejects with `Failure` where that cannot be had. */
  metric(state: State, figure: RunFigure & { readonly step: string }): Promise<number>;
  /** What a step gives; rejects as `metric`. */
  result(step: string, state: State): Promise<StepResult>;
}

export function stateRunner(given: RunnerRequest): StateRunner {
  // DuckDB reads what these folders hold, beside the project.
  const openData: Host['openData'] = (options) =>
    given.host.openData({ ...options, readable: [...options.readable, given.folder] });
  const artifacts = passingArtifacts(given.stores.artifacts, given.host.files, path.join(given.folder, 'objects'));
  const request = { ...given, host: { ...given.host, openData }, stores: { ...given.stores, artifacts } };
  const places = dataPlaces(request);
  const known = new Map<string, Promise<StepResult>>();

  const result = (step: string, state: State, within: readonly string[] = []): Promise<StepResult> => {
    if (within.includes(step)) return Promise.reject(otherStructure([...within, step]));
    const key = stateKey(request, step, state);
    const found = known.get(key) ?? work(step, state, [...within, step]);
    known.set(key, found);
    found.catch(() => undefined);
    return found;
  };
  const work = async (step: string, state: State, within: readonly string[]): Promise<StepResult> => {
    const recorded = await recordedResult(request, step, state);
    if (recorded) return recorded;
    const hybrid = hybridOf(request.a, request.b, request.slots, state);
    refuseUnknown(request, step, state, hybrid);
    const needs = new Map<string, StepResult>();
    for (const need of needsOf([hybrid.pipeline.steps.get(step)!]))
      needs.set(need, await result(need, stateOf(request, step, need, state), within));
    return executeStep({ request, step, state, hybrid, needs, places });
  };
  return {
    result,
    async metric(state, { step, metric }) {
      const name = step.replace(/\[\d+\]$/, '');
      const key = memoKey(request, stateKey(request, name, state), metric);
      const before = await request.stores.memo.get(MEMO, key);
      if (typeof before === 'number') return before;
      const value = measuredIn((await result(name, state)).get(step), { step, metric });
      await request.stores.memo.set(MEMO, key, value);
      return value;
    },
  };
}

const MEMO = 'explain-change';

/** Runs do not change, so a configuration between two of them measures the same each time. */
function memoKey({ a, b, host, takesRecorded }: RunnerRequest, state: string, metric: string): string {
  return JSON.stringify([host.machine.modelyard, takesRecorded, a.run.id, b.run.id, metric, state]);
}

function measuredIn(cell: CellResult | undefined, { step, metric }: Pick<RunFigure, 'step' | 'metric'>): number {
  if (cell?.kind === 'skipped') throw notMeasured(`the step \`${step}\` is skipped there: ${cell.reason}`);
  const value = cell?.metrics[metric];
  if (value === undefined) throw notMeasured(`\`${step}\` does not measure it there`);
  if (!Number.isFinite(value)) throw notMeasured(`it is ${value} there`);
  return value;
}

function stateKey({ reach }: RunnerRequest, step: string, state: State): string {
  const { slots, seeds } = reach(step);
  const on = [...state.swapped].filter((id) => slots.has(id)).sort();
  return JSON.stringify([step, on, seeds ? state.seed : 0]);
}

/** Rows that a model is measured on have data slots of their own. */
function stateOf({ measuring, slots }: RunnerRequest, step: string, need: string, state: State): State {
  if (measuring?.step !== step || !measuring.rows.has(need)) return state;
  const swapped = new Set([...state.swapped].filter((id) => !id.startsWith(dataSlotId(''))));
  for (const slot of slots)
    if (slot.kind === 'test-data' && state.swapped.has(slot.id)) swapped.add(dataSlotId(slot.dataset));
  return { ...state, swapped };
}

/** What one of the runs has recorded, where all that the step hangs on is as it was there. */
async function recordedResult(request: RunnerRequest, step: string, state: State): Promise<StepResult | undefined> {
  const { a, b, takesRecorded, reach, passes } = request;
  const { slots, seeds } = reach(step);
  if (!takesRecorded || step === passes || (seeds && state.seed !== 0)) return undefined;
  const swapped = [...slots].filter((id) => state.swapped.has(id)).length;
  const sides = [...(swapped === 0 ? [a] : []), ...(swapped === slots.size ? [b] : [])];
  for (const side of sides) {
    const kept = await keptResult(side, step);
    if (kept) return kept;
  }
  return undefined;
}

async function keptResult(side: Side, step: string): Promise<StepResult | undefined> {
  const cells = [...side.steps.keys()].filter((id) => id === step || id.startsWith(`${step}[`));
  const kept = await Promise.all(cells.map(async (id) => [id, await side.kept(id)] as const));
  if (kept.length === 0 || kept.some(([, one]) => one === undefined)) return undefined;
  return new Map(kept.map(([id, one]): [string, CellResult] => [id, { kind: 'done', ...one! }]));
}

/** What this engine would compute, but not as the configuration says. */
function refuseUnknown({ a, b, slots, host, reach }: RunnerRequest, step: string, state: State, hybrid: Hybrid): void {
  const isB = (id: string) => state.swapped.has(id);
  const { modelyard } = host.machine;
  const kind = hybrid.pipeline.steps.get(step)!.kind;
  const { engine } = isB(ENGINE) ? b : a;
  const hasEngine = slots.some((slot) => slot.id === ENGINE) && reach(step).slots.has(ENGINE);
  if (kind === 'uses' && hasEngine && engine !== modelyard)
    throw new Failure('engine-gone', `Modelyard ${engine || 'of then'} made it, and this is ${modelyard}`);
  if (slots.some((slot) => slot.id === codeSlotId(step)))
    throw new Failure(
      'code-unknown',
      kind === 'run'
        ? `\`${step}\` runs a program of yours, and what it gives with one part of A and another of B is not known`
        : `\`${step}\` gave something else though its spec, params and data are the same`,
    );
}

interface StepWork {
  readonly request: RunnerRequest;
  readonly step: string;
  readonly state: State;
  readonly hybrid: Hybrid;
  readonly needs: ReadonlyMap<string, StepResult>;
  readonly places: DataPlaces;
}

async function executeStep(work: StepWork): Promise<StepResult> {
  const { request, step, hybrid, needs } = work;
  const { host, stores, root, b, signal } = request;
  if (signal.aborted) throw new Cancelled();
  const side = hybrid.sideOf(step);
  const run = { id: b.run.id, name: b.run.name };
  const asked = { host, root, stores, project: b.project, pipeline: hybrid.pipeline, params: hybrid.params };
  const tags = side.run.tags;
  const contexts = {
    ...(await expressionContexts({ ...asked, secrets: 'named' }, run)),
    git: {
      commit: tags[RUN_TAGS.commit] ?? null,
      branch: tags[RUN_TAGS.branch] ?? null,
      dirty: tags[RUN_TAGS.dirty] === undefined ? null : tags[RUN_TAGS.dirty] === 'true',
    },
  };
  const parts = new Map([...hybrid.pipeline.steps].filter(([id]) => id === step || needs.has(id)));
  if (request.measuring?.step === step) parts.set(step, withoutIntervals(parts.get(step)!));
  const declared = declareSteps({ ...hybrid.pipeline, steps: parts }, contexts).map((one) =>
    one.name === step ? one : asBefore(one, needs.get(one.name)!),
  );
  const isProgram = parts.get(step)?.kind === 'run';
  const planned = planSteps(declared).map(
    (one): PlannedStep => (one.declaration.name !== step || isProgram ? { ...one, mode: 'from-cache' } : one),
  );
  const own = planned.filter((one) => one.declaration.name === step);
  const journal = quietJournal(host, stores, needs);
  const skipped = new Map<string, CellResult>();
  const around = surroundingsOf(
    { ...asked, repeats: {} },
    { planned: own, contexts, run, tmpFolder: path.join(request.folder, 'steps'), emit: () => {} },
  );
  const result = await execute({
    steps: planned,
    behaviours: BEHAVIOURS,
    engine: host.machine.modelyard,
    journal,
    open: async (one, attempt) => quiet(await openStep(around, one, attempt), work, one, journal),
    concurrency: concurrencyOf(own, host.machine.threads),
    signal,
    clock: host.clock,
    emit(event) {
      if (event.type === 'step.finished' && event.status === 'skipped')
        skipped.set(event.step, { kind: 'skipped', reason: event.reason ?? '' });
    },
  });
  if (signal.aborted) throw new Cancelled();
  if (result.bug !== undefined) throw result.bug;
  if (result.failure) throw result.failure.reason === 'step-not-cached' ? notKept(step) : result.failure;
  return new Map([...skipped, ...journal.results].filter(([id]) => own.some((one) => one.id === id)));
}

/** Of a step before: its outputs are known. */
function asBefore(declaration: StepDeclaration, result: StepResult): StepDeclaration {
  const isSkipped = [...result.values()].every(({ kind }) => kind === 'skipped');
  return {
    ...declaration,
    needs: [],
    cache: false,
    condition: isSkipped ? { kind: 'expression', holds: () => false } : { kind: 'always' },
    resolve: () => ({ with: {}, secrets: {} }),
  };
}

/** A context whose facts go to the journal, and whose datasets are those of the configuration. */
function quiet(
  { context, close }: OpenContext,
  { request, state, places }: StepWork,
  step: PlannedStep,
  journal: QuietJournal,
): OpenContext {
  const { a, b, slots } = request;
  const { stepRun } = context.run;
  const sideOf = (dataset: string) => {
    const id = dataSlotId(dataset);
    if (slots.some((slot) => slot.id === id)) return state.swapped.has(id) ? b : a;
    return a.run.datasets.some(({ name }) => name === dataset) ? a : b;
  };
  return {
    close,
    context: {
      ...context,
      featureView: (name) => hybridOf(a, b, slots, state).featureView(name),
      // A split asks of its dataset only what it has to warn of.
      dataset: (name) =>
        step.declaration.uses === 'data/split' ? Promise.reject(notRead(name)) : places.dataset(name, sideOf),
      tracking: async () => ({}),
      log: () => {},
      progress: (fraction) => request.told(step.id, fraction),
      metric: (name, value) => journal.measured(stepRun, name, value),
      record: async (facts) => journal.recorded(stepRun, facts),
    },
  };
}

const NEVER_RUN: Step = {
  uses: 'model/register',
  revision: 1,
  run: () => Promise.reject(new Failure('changes-registry', 'the step `model/register` would change the registry')),
};

const BEHAVIOURS: ReadonlyMap<string, Step> = new Map([...behaviours, [NEVER_RUN.uses, NEVER_RUN]]);

function notKept(step: string): Failure {
  return new Failure(
    'step-not-cached',
    `\`${step}\` runs a program of yours, and what it gives here is not in the cache`,
  );
}

function notRead(dataset: string): Failure {
  return new Failure('data-unknown', `\`${dataset}\` is not read here`);
}

function notMeasured(why: string): Failure {
  return new Failure('metric-not-measured', `the metric has no value: ${why}`);
}

function otherStructure(steps: readonly string[]): Failure {
  return new Failure('other-structure', `the steps would wait for each other: ${steps.join(' → ')}`);
}
