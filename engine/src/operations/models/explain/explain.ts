import { Cancelled, Failure } from '../../../failure.ts';
import type { Host, Stores } from '../../../ports/host.ts';
import { passingFolderOf, sweepTmp } from '../../run/tmpFolder.ts';
import type { RunFigure } from '../../runs/runFigures.ts';
import type { ChangeExplanation, Contribution, SeedNoise } from './explanation.ts';
import { groupFactors, orderFactors, type SlotFactor } from './factors.ts';
import { withHiddenSlots } from './hiddenSlots.ts';
import { seedNoise } from './noise.ts';
import { swapOrders } from './orders.ts';
import { measuringOf, reachOf } from './reach.ts';
import type { Side } from './side.ts';
import { ENGINE, findSlots, type Slot, testDataSlotId } from './slots.ts';
import { type RunnerRequest, type StateRunner, stateRunner } from './stateRunner.ts';
import { averagePaths, type Path, swapInOrder } from './swap.ts';

export interface ExplainRequest {
  readonly host: Host;
  readonly stores: Stores;
  readonly root: string;
  readonly a: Side;
  readonly b: Side;
  /** The metric as each has measured it. */
  readonly figures: { readonly a: RunFigure; readonly b: RunFigure };
  /** Kinds of factors, or factors, that are swapped first. */
  readonly order: readonly string[];
  /** Over how many orders contributions are averaged. */
  readonly orders: number;
  /** Other seeds that each configuration is run with. */
  readonly seeds: number;
  /** Each param is a factor of its own. */
  readonly apart: boolean;
  readonly signal: AbortSignal;
  /** `message` says what is at work. */
  told(progress: { readonly done: number; readonly total: number; readonly message: string }): void;
}

/** All of an explanation but the names of what is explained. */
export type Explained = Pick<
  ChangeExplanation,
  'order' | 'orders' | 'noise' | 'contributions' | 'rest' | 'notSwapped' | 'notes'
>;

/** Swaps what differs between two runs of a pipeline, one factor after the other, and sees what becomes of the metric. Makes no run. */
export async function explain(request: ExplainRequest): Promise<Explained> {
  const { host, stores, figures } = request;
  const { step } = figures.b;
  if (step === null || figures.a.step !== step) return unexplained(request, measuredElsewhere(figures));
  await sweepTmp(host, stores);
  const folder = passingFolderOf(stores, host.ids.runId());
  try {
    return await explainIn(folder, request, { ...figures.b, step });
  } finally {
    await host.files.remove(folder);
  }
}

interface Target extends RunFigure {
  readonly step: string;
}

async function explainIn(folder: string, request: ExplainRequest, target: Target): Promise<Explained> {
  const { a, b, host } = request;
  const name = target.step.replace(/\[\d+\]$/, '');
  const measuring = measuringOf(a, b, name);
  const told = [...findSlots(a, b), ...engineSlot(request)];
  const takesRecorded = isSameEngine(request);
  const progress = progressOf(request);
  const base = { ...request, folder, measuring, takesRecorded, told: progress.step };
  const all = await withHiddenSlots(base, [...told, ...testDataSlots(told)], name);
  const reach = reachOf({ a, b, slots: all, measuring });
  const relevant = reach(name).slots;
  const factors = orderFactors(
    groupFactors(
      all.filter(({ id }) => relevant.has(id)),
      a,
      b,
      request.apart,
    ),
    request.order,
  );
  const runner = stateRunner({ ...base, slots: all, reach } satisfies RunnerRequest);
  const asked: Asked = { request, target, factors, all, runner, progress, takesRecorded, seeds: reach(name).seeds };
  const orders = swapOrders(
    factors.map(({ factor }) => factor),
    request.orders,
  );
  progress.expect(orders.length * factors.length + (asked.seeds ? 2 * request.seeds : 0));
  const swapped = await swapAll(asked, orders);
  if (swapped instanceof Failure) return unexplained(request, swapped.message, factors);
  const noise = await noiseOf(asked);
  return { ...put(asked, swapped, noise), notes: notesOf(asked, host) };
}

interface Asked {
  readonly request: ExplainRequest;
  readonly target: Target;
  readonly factors: readonly SlotFactor[];
  readonly all: readonly Slot[];
  readonly runner: StateRunner;
  readonly progress: ReturnType<typeof progressOf>;
  readonly takesRecorded: boolean;
  readonly seeds: boolean;
}

interface Swapped {
  readonly paths: readonly Path[];
  /** What is between the recorded metrics and those that this engine computes. */
  readonly elsewhere: number;
}

async function swapAll(asked: Asked, orders: readonly (readonly string[])[]): Promise<Swapped | Failure> {
  const { request, target, factors, runner, progress, takesRecorded } = asked;
  const { figures } = request;
  const byId = new Map(factors.map((factor) => [factor.factor, factor]));
  const metricWith = async (swapped: ReadonlySet<string>): Promise<number> => {
    if (takesRecorded && swapped.size === 0) return figures.a.value;
    if (takesRecorded && swapped.size === factors.length) return figures.b.value;
    progress.at([...swapped].map((id) => byId.get(id)!.label).at(-1) ?? 'as it was');
    const ids = factors.length === swapped.size ? asked.all.map(({ id }) => id) : slotsOf(swapped, byId);
    const value = await runner.metric({ swapped: new Set(ids), seed: 0 }, target);
    return value;
  };
  try {
    const paths: Path[] = [];
    for (const order of orders) {
      paths.push(await swapInOrder(order, metricWith));
      progress.add(order.length);
    }
    const all = new Set(byId.keys());
    const elsewhere = takesRecorded
      ? 0
      : (await metricWith(new Set())) - figures.a.value + (figures.b.value - (await metricWith(all)));
    return { paths, elsewhere };
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

function slotsOf(swapped: ReadonlySet<string>, byId: ReadonlyMap<string, SlotFactor>): readonly string[] {
  return [...swapped].flatMap((id) => byId.get(id)!.slots);
}

async function noiseOf(asked: Asked): Promise<SeedNoise> {
  const { request, target, all, runner, progress, seeds } = asked;
  const { figures } = request;
  const none = { a: [figures.a.value], b: [figures.b.value] };
  if (!seeds) return seedNoise(none, 'No seed stands in what the metric hangs on.');
  if (request.seeds === 0) return seedNoise(none, 'No other seed was asked for.');
  let reason: string | null = null;
  const spread = async (swapped: ReadonlySet<string>, first: number, label: string) => {
    const values = [first];
    for (let seed = 1; seed <= request.seeds; seed += 1) {
      progress.at(`${label} with seed ${seed} of ${request.seeds}`);
      try {
        values.push(await runner.metric({ swapped, seed }, target));
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        reason = sentence(`${label} cannot be run with other seeds: ${error.message}`);
        return [first];
      }
      progress.add(1);
    }
    return values;
  };
  const a = await spread(new Set(), figures.a.value, 'A');
  const b = await spread(new Set(all.map(({ id }) => id)), figures.b.value, 'B');
  return seedNoise({ a, b }, reason);
}

function put({ factors }: Asked, { paths, elsewhere }: Swapped, noise: SeedNoise): Omit<Explained, 'notes'> {
  const { contributions, refused, rest } = averagePaths(paths);
  const { band } = noise;
  const listed = factors.flatMap(({ slots: _, ...factor }): readonly Contribution[] => {
    const found = contributions.get(factor.factor);
    if (found === undefined) return [];
    const withinNoise = band === null ? null : Math.abs(found.mean) <= band;
    const spread = paths.length === 1 ? {} : { low: found.low, high: found.high };
    return [{ ...factor, contribution: found.mean, ...spread, withinNoise }];
  });
  return {
    order: paths[0]!.order,
    orders: paths.length,
    noise,
    contributions: listed.toSorted((one, other) => Math.abs(other.contribution) - Math.abs(one.contribution)),
    rest: rest + elsewhere,
    notSwapped: factors.flatMap(({ factor, label }) => {
      const failure = refused.get(factor);
      return failure === undefined ? [] : [{ factor, label, reason: sentence(failure.message) }];
    }),
  };
}

/** Nothing was swapped: all of the difference is the rest. */
function unexplained({ figures }: ExplainRequest, reason: string, factors: readonly SlotFactor[] = []): Explained {
  const all = factors.length > 0 ? factors : [{ factor: 'pipeline', label: 'all' }];
  return {
    order: [],
    orders: 1,
    noise: seedNoise({ a: [figures.a.value], b: [figures.b.value] }, 'Nothing could be swapped.'),
    contributions: [],
    rest: figures.b.value - figures.a.value,
    notSwapped: all.map(({ factor, label }) => ({ factor, label, reason: sentence(reason) })),
    notes: [],
  };
}

function measuredElsewhere({ a, b }: ExplainRequest['figures']): string {
  const place = ({ step }: RunFigure) => (step === null ? 'no step that is known' : `\`${step}\``);
  return `A measures \`${a.name}\` in ${place(a)}, B in ${place(b)}.`;
}

/** The data as test rows are made of it is swapped apart from the data that a model learns from. */
function testDataSlots(slots: readonly Slot[]): readonly Slot[] {
  return slots.flatMap((slot): readonly Slot[] =>
    slot.kind === 'data' ? [{ ...slot, kind: 'test-data', id: testDataSlotId(slot.dataset) }] : [],
  );
}

/** An engine can be swapped where one of the two is the one at hand. */
function engineSlot({ a, b, host }: ExplainRequest): readonly Slot[] {
  if (a.engine === b.engine || !isSameEngine({ a, b, host })) return [];
  return [{ id: ENGINE, kind: 'engine', before: a.engine, after: b.engine }];
}

function isSameEngine({ a, b, host }: Pick<ExplainRequest, 'a' | 'b' | 'host'>): boolean {
  return [a.engine, b.engine].includes(host.machine.modelyard);
}

function notesOf({ request: { a, b, orders }, factors, takesRecorded }: Asked, { machine }: Host): readonly string[] {
  const engines = [...new Set([a.engine, b.engine])].join(' and ');
  return [
    ...(factors.some(({ kind }) => kind === 'test-data')
      ? ['The runs were measured on other test rows: these are a factor of their own.']
      : ['Both runs were measured on the same test rows, or on rows that follow from the other factors.']),
    ...(takesRecorded
      ? []
      : [`Modelyard ${engines} made the runs, and ${machine.modelyard} swapped: what that changes is in the rest.`]),
    ...(factors.length > 1 && orders === 1
      ? ['Each factor was swapped beside those before it: in another order the contributions may be others.']
      : []),
  ];
}

function sentence(text: string): string {
  const whole = text.slice(0, 1).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(whole) ? whole : `${whole}.`;
}

const PROGRESS_PAUSE = 100;

function progressOf({ told, host, signal }: ExplainRequest) {
  let [done, total, last] = [0, 0, Number.NEGATIVE_INFINITY];
  let label = '';
  const tell = (message: string) => told({ done, total, message });
  return {
    expect(count: number) {
      total = count;
    },
    add(count: number) {
      done += count;
      tell(label);
    },
    /** What comes next. */
    at(message: string) {
      if (signal.aborted) throw new Cancelled();
      label = message;
      tell(label);
    },
    step(step: string, fraction: number) {
      const now = host.clock.now();
      if (now - last < PROGRESS_PAUSE) return;
      last = now;
      tell(`${label}: ${step} ${Math.floor(fraction * 100)}%`);
    },
  };
}
