import type { Kernels } from './kernels/kernels.ts';
import { CONTROL, viewsOf } from './memory.ts';
import { TASKS, type TaskName, taskRunner } from './tasks.ts';

/** Threads that work on one memory: this one, and those that run `help`. */
export interface Crew {
  readonly memory: WebAssembly.Memory;
  readonly kernels: Kernels;
  readonly threads: number;
  /** Runs parts 0 .. count-1 of a task, in any order; its arguments are set before. `alone`: too small to share. */
  run(task: TaskName, count: number, alone?: boolean): void;
  /** Lets the helpers end. */
  dismiss(): void;
}

/** Short: what spins longer on a busy machine keeps the thread it waits for from its core. */
const SPINS = 2_000;
const HELPER_SPINS = 3_000;
const LOST_AFTER_MS = 60_000;
/** The word of claims: number of the task above, next part below. */
const PART_BITS = 16;
const MOST_PARTS = (1 << PART_BITS) - 1;

/** `helpers`: how many threads run `help` on the same memory. */
export function createCrew(memory: WebAssembly.Memory, kernels: Kernels, helpers: number): Crew {
  const { i32 } = viewsOf(memory);
  const runPart = taskRunner(memory, kernels);

  function share(task: number, first: number, count: number): void {
    const sequence = i32[CONTROL.sequence]! + 1;
    // Closed first: a thread that still holds the word of the task before must not claim a part of half a description.
    Atomics.store(i32, CONTROL.claims, (sequence << PART_BITS) | MOST_PARTS);
    Atomics.store(i32, CONTROL.task, task);
    Atomics.store(i32, CONTROL.first, first);
    Atomics.store(i32, CONTROL.count, count);
    Atomics.store(i32, CONTROL.done, 0);
    Atomics.store(i32, CONTROL.claims, sequence << PART_BITS);
    Atomics.store(i32, CONTROL.sequence, sequence);
    Atomics.notify(i32, CONTROL.sequence);
    while (takePart(i32, runPart));
    awaitParts(i32, count);
  }

  return {
    memory,
    kernels,
    threads: helpers + 1,
    run(task, count, alone = false) {
      const number = TASKS.indexOf(task);
      if (alone || helpers === 0 || count < 2) for (let part = 0; part < count; part++) runPart(number, part);
      else
        for (let first = 0; first < count; first += MOST_PARTS)
          share(number, first, Math.min(MOST_PARTS, count - first));
    },
    dismiss() {
      Atomics.store(i32, CONTROL.quit, 1);
      Atomics.add(i32, CONTROL.sequence, 1);
      Atomics.notify(i32, CONTROL.sequence);
    },
  };
}

/** What a helper thread does until the crew is dismissed: take parts, spin a moment, then sleep. */
export function help(memory: WebAssembly.Memory, kernels: Kernels): void {
  const { i32 } = viewsOf(memory);
  const runPart = taskRunner(memory, kernels);
  while (Atomics.load(i32, CONTROL.quit) === 0) {
    const seen = Atomics.load(i32, CONTROL.sequence);
    while (takePart(i32, runPart));
    for (let spins = 0; Atomics.load(i32, CONTROL.sequence) === seen && spins < HELPER_SPINS; spins++) pause();
    Atomics.wait(i32, CONTROL.sequence, seen);
  }
}

/**
 * Claims the next part and runs it; false when none is left. A task is not over, and its arguments stay, until every claimed part
 * is done; who comes late claims nothing, so nobody waits for a thread that the system has put aside.
 */
function takePart(i32: Int32Array, runPart: (task: number, part: number) => void): boolean {
  const claims = Atomics.load(i32, CONTROL.claims);
  const part = claims & MOST_PARTS;
  const count = Atomics.load(i32, CONTROL.count);
  if (part >= count) return false;
  const task = Atomics.load(i32, CONTROL.task);
  const first = Atomics.load(i32, CONTROL.first);
  if (Atomics.compareExchange(i32, CONTROL.claims, claims, claims + 1) !== claims) return true;
  try {
    runPart(task, first + part);
  } catch (error) {
    Atomics.store(i32, CONTROL.failed, 1);
    throw error;
  } finally {
    if (Atomics.add(i32, CONTROL.done, 1) + 1 === count) Atomics.notify(i32, CONTROL.done);
  }
  return true;
}

function awaitParts(i32: Int32Array, count: number): void {
  for (let spins = 0; Atomics.load(i32, CONTROL.done) < count && spins < SPINS; spins++) pause();
  for (let done = Atomics.load(i32, CONTROL.done); done < count; done = Atomics.load(i32, CONTROL.done))
    if (Atomics.wait(i32, CONTROL.done, done, LOST_AFTER_MS) === 'timed-out')
      throw new Error('a thread of the trainer is lost');
  if (Atomics.load(i32, CONTROL.failed) === 1) throw new Error('a thread of the trainer failed');
}

/** Tells the core that this is a spin, where the engine can (V8 13.3). */
const pause: () => void = (Atomics as { pause?: () => void }).pause?.bind(Atomics) ?? (() => undefined);
