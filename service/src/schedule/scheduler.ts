import { nextTime } from '../../../engine/src/language/cronTimes.ts';
import { type DueTicks, dueTicks } from '../../../engine/src/monitoring/schedule/dueTicks.ts';
import type { Clock } from '../../../engine/src/ports/environment.ts';
import type { MonitorStore, Tick, TickEnd } from '../../../engine/src/ports/monitorStore.ts';
import type { Trigger } from '../../../engine/src/project/triggers.ts';
import type { KeptTriggerState, ScheduleEvent } from './scheduleEvent.ts';
import type { KeptTrigger, TriggerBook } from './triggerBook.ts';

export interface SchedulerOptions {
  readonly clock: Clock;
  readonly monitors: Pick<MonitorStore, 'claim' | 'settle' | 'ticks'>;
  readonly book: TriggerBook;
  /** Who takes ticks, for the store. */
  readonly holder: string;
  /** Those of the project as its files are now. */
  triggers(): Promise<readonly Trigger[]>;
  /** Version of a dataset whose files stand still; undefined where they do not, are not there or cannot be read. */
  version(dataset: string): Promise<string | undefined>;
  /** Does what is due to its end; rejects when the signal fires. */
  work(due: DueWork, signal: AbortSignal): Promise<Pick<TickEnd, 'kind' | 'said' | 'id'>>;
  tell(event: ScheduleEvent): void;
  /** That are done beside each other. */
  readonly atOnce: number;
}

export interface DueWork {
  readonly trigger: Trigger;
  /** Milliseconds since 1970. */
  readonly due: number;
  readonly by: 'schedule' | 'data';
}

/** Longest pause between two looks: data and specs change, the machine sleeps, clocks are set. */
const PAUSE = 10_000;
/** A tick that was taken before this and has no end has nobody who works on it. */
const FORGOTTEN = 24 * 3600 * 1000;

/**
 * Keeps the triggers of a project: no moment is passed over in silence, and none is done twice. Each is taken in the store before it is done,
 * so that of two services one does it; up to where it has looked stands in the book, so that what came due while nothing ran is made up for
 * or written down as missed. It reads the clock anew at each look, so that a clock that is set moves nothing else.
 */
export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #atWork = new Map<string, Promise<void>>();
  /** Triggers that this process has looked at before. */
  readonly #met = new Set<string>();
  readonly #stop = new AbortController();
  readonly #waiting: (() => void)[] = [];
  #slots: number;
  #running: Promise<void> | undefined;
  #kept: readonly Trigger[] = [];
  #hasLooked = false;
  #failure = '';
  #said: string | undefined;

  constructor(options: SchedulerOptions) {
    this.#options = options;
    this.#slots = options.atOnce;
  }

  /** Whether there is a trigger to wait for; before the first look nobody knows. */
  get isOn(): boolean {
    return !this.#hasLooked || this.#kept.length > 0;
  }

  /** When each trigger that has a schedule is due next. */
  upcoming(): readonly { readonly trigger: string; readonly at: number }[] {
    const now = this.#options.clock.now();
    return this.#kept.flatMap(({ id, schedule }) => {
      const at = schedule === undefined ? undefined : nextTime(schedule.cron, schedule.timezone, now);
      return at === undefined ? [] : [{ trigger: id, at }];
    });
  }

  /** Looks again and again until it is closed. */
  start(): void {
    this.#running ??= this.#run();
  }

  /** Ends what is at work; its ticks stay without an end, so that the next service does them again. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    await this.settled();
  }

  /** Resolves when nothing is at work. */
  async settled(): Promise<void> {
    while (this.#atWork.size > 0) await Promise.all(this.#atWork.values());
  }

  /** Does what is due now, and comes back when it has been taken. */
  async look(): Promise<void> {
    const { monitors, book } = this.#options;
    const triggers = await this.#options.triggers();
    this.#kept = triggers.filter(({ problem }) => problem === undefined);
    this.#tellKept(triggers);
    if (this.#kept.length === 0) return;
    const ticks = new Map((await monitors.ticks()).map((tick) => [tick.trigger, tick]));
    const kept = await book.all();
    for (const trigger of this.#kept) {
      if (this.#atWork.has(trigger.id) || this.#stop.signal.aborted) continue;
      await this.#lookAt(trigger, { tick: ticks.get(trigger.id), kept: kept[trigger.id] });
      this.#met.add(trigger.id);
    }
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await this.look().then(
        () => this.#failed(undefined),
        (error: unknown) => this.#failed(error),
      );
      this.#hasLooked = true;
      await this.#options.clock.sleep(this.#pause(), signal).catch(() => undefined);
    }
  }

  /** What goes wrong at each look is said once. */
  #failed(error: unknown): void {
    const message = error === undefined ? '' : error instanceof Error ? error.message : String(error);
    if (message !== '' && message !== this.#failure) this.#options.tell({ type: 'schedule.failed', error });
    this.#failure = message;
  }

  /** Says which triggers there are when these are other than before. */
  #tellKept(triggers: readonly Trigger[]): void {
    const { clock, tell } = this.#options;
    const said = JSON.stringify(triggers.map((one) => [one.id, scheduleText(one), one.data, one.problem]));
    if (said === this.#said) return;
    const isFirst = this.#said === undefined;
    this.#said = said;
    if (isFirst && triggers.length === 0) return;
    tell({ type: 'triggers.kept', triggers: triggers.map((one) => stateOf(one, clock.now())) });
  }

  #pause(): number {
    const now = this.#options.clock.now();
    return Math.max(50, Math.min(PAUSE, ...this.upcoming().map(({ at }) => at - now)));
  }

  async #lookAt(
    trigger: Trigger,
    { tick, kept }: { readonly tick: Tick | undefined; readonly kept: KeptTrigger | undefined },
  ): Promise<void> {
    const { clock, monitors, book } = this.#options;
    const now = clock.now();
    const schedule = scheduleText(trigger);
    const upTo = Math.min(now, kept?.schedule === schedule ? kept.upTo : kept === undefined && tick ? tick.due : now);
    const left = this.#met.has(trigger.id) || tick === undefined || tick.end !== null ? undefined : tick;
    const { run, missed, more } = withLeft(dueTicks(trigger, { upTo, now }), left, trigger);
    const data = await this.#moved(trigger, kept);
    for (const due of missed) await this.#miss(trigger, due, more && due === missed[0]);
    const isTaken = run !== null && (await monitors.claim(trigger.id, run, this.#options.holder));
    if (isTaken) this.#begin({ trigger, due: run, by: trigger.schedule === undefined ? 'data' : 'schedule' });
    else if (left !== undefined && run === left.due) await this.#forget(trigger, left, now);
    const isNew = kept === undefined || kept.schedule !== schedule || kept.upTo > now;
    const isPassed = isNew || run !== null || missed.length > 0;
    if (!isPassed && Object.keys(data.versions).length === 0) return;
    await book.update(trigger.id, async (before) => {
      // Of two services that see the same change the second finds it in the book. Taken first: a kill in between does it again.
      const isOther = Object.entries(data.versions).some(([name, version]) => before?.data[name] !== version);
      if (data.isMoved && isOther && !isTaken && (await monitors.claim(trigger.id, now, this.#options.holder)))
        this.#begin({ trigger, due: now, by: 'data' });
      return { schedule, upTo: isPassed ? now : (before?.upTo ?? now), data: { ...before?.data, ...data.versions } };
    });
  }

  /** Versions that are other than those it has heard of. What it hears of for the first time starts nothing. */
  async #moved(
    trigger: Trigger,
    kept: KeptTrigger | undefined,
  ): Promise<{ readonly versions: Readonly<Record<string, string>>; readonly isMoved: boolean }> {
    const versions: Record<string, string> = {};
    let isMoved = false;
    for (const name of trigger.data) {
      const version = await this.#options.version(name);
      if (version === undefined || kept?.data[name] === version) continue;
      versions[name] = version;
      const isDown = !this.#met.has(trigger.id) && trigger.catchup === 'none';
      isMoved ||= kept?.data[name] !== undefined && !isDown;
    }
    return { versions, isMoved };
  }

  async #miss({ id }: Trigger, due: number, isFirst: boolean): Promise<void> {
    const { monitors, clock, holder, tell } = this.#options;
    if (!(await monitors.claim(id, due, holder))) return;
    const said = isFirst ? 'Its time went by, as did those before it.' : 'Its time went by.';
    await monitors.settle(id, due, { at: clock.now(), kind: 'missed', said, id: null });
    tell({ type: 'trigger.missed', trigger: id, due, said });
  }

  /** A tick that ended its process twice is not taken again; that it came to nothing is written down. */
  async #forget({ id }: Trigger, { due, at }: Tick, now: number): Promise<void> {
    if (now - at < FORGOTTEN) return;
    const end: TickEnd = { at: now, kind: 'failed', said: 'Who did it ended before it was done.', id: null };
    await this.#options.monitors.settle(id, due, end);
    this.#options.tell({ type: 'trigger.finished', trigger: id, due, seconds: 0, ...end });
  }

  #begin(work: DueWork): void {
    const { id } = work.trigger;
    const done = this.#do(work)
      .catch((error: unknown) => this.#options.tell({ type: 'schedule.failed', error }))
      .finally(() => this.#atWork.delete(id));
    this.#atWork.set(id, done);
  }

  async #do(work: DueWork): Promise<void> {
    const { clock, monitors, tell } = this.#options;
    const { trigger, due, by } = work;
    await this.#slot();
    try {
      if (this.#stop.signal.aborted) return;
      const begun = clock.now();
      tell({ type: 'trigger.started', trigger: trigger.id, due, by });
      const end = await this.#options.work(work, this.#stop.signal).catch((error: unknown) => {
        if (this.#stop.signal.aborted) return undefined;
        return { kind: 'failed', said: error instanceof Error ? error.message : String(error), id: null } as const;
      });
      if (end === undefined) return;
      const at = clock.now();
      await monitors.settle(trigger.id, due, { ...end, at });
      tell({ type: 'trigger.finished', trigger: trigger.id, due, seconds: Math.max(0, at - begun) / 1000, ...end });
    } finally {
      this.#slots++;
      this.#waiting.shift()?.();
    }
  }

  async #slot(): Promise<void> {
    while (this.#slots === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#slots--;
  }
}

/** A tick that a process which is gone left behind is done once more, or gives way to a newer one. */
function withLeft(due: DueTicks, left: Tick | undefined, { catchup }: Trigger): DueTicks {
  if (left === undefined) return due;
  if (due.run === null && catchup === 'latest') return { ...due, run: left.due };
  return { ...due, missed: [left.due, ...due.missed.filter((one) => one !== left.due)] };
}

function stateOf(trigger: Trigger, now: number): KeptTriggerState {
  const { id, schedule, data, problem } = trigger;
  return {
    trigger: id,
    schedule: schedule?.text ?? null,
    timezone: schedule?.timezone ?? null,
    data,
    next: schedule === undefined ? null : (nextTime(schedule.cron, schedule.timezone, now) ?? null),
    problem: problem ?? null,
  };
}

function scheduleText({ schedule }: Trigger): string | null {
  return schedule === undefined ? null : `${schedule.text} ${schedule.timezone}`;
}
