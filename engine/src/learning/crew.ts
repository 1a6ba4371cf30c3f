import type { Kernels } from './kernels/kernels.ts';
import { CONTROL, viewsOf } from './memory.ts';
import { TASKS, type TaskName, taskRunner } from './tasks.ts';

/** Threads that work on one memory: this one, and those that run `help`. */
export interface Crew {
  readonly memory: WebAssembly.Memory;
  readonly kernels: Kernels;
  /** Runs parts 0 .. count-1 of a task, in any order; its arguments are set before. `alone`: too small to share. */
  run(task: TaskName, count: number, alone?: boolean): void;
  /** Lets the helpers end. */
  dismiss(): void;
}

const SPINS = 20_000;
const HELPER_SPINS = 30_000;
const LOST_AFTER_MS = 60_000;

/** `helpers`: how many threads run `help` on the same memory. */
export function createCrew(memory: WebAssembly.Memory, kernels: Kernels, helpers: number): Crew {
  const { i32 } = viewsOf(memory);
  const part = taskRunner(memory, kernels);
  return {
    memory,
    kernels,
    run(task, count, alone = false) {
      const number = TASKS.indexOf(task);
      if (alone || helpers === 0 || count < 2) {
        for (let i = 0; i < count; i++) part(number, i);
        return;
      }
      i32[CONTROL.task] = number;
      i32[CONTROL.count] = count;
      i32[CONTROL.next] = 0;
      i32[CONTROL.done] = 0;
      wake(i32);
      for (let i = Atomics.add(i32, CONTROL.next, 1); i < count; i = Atomics.add(i32, CONTROL.next, 1)) part(number, i);
      awaitHelpers(i32, helpers);
    },
    dismiss() {
      Atomics.store(i32, CONTROL.quit, 1);
      wake(i32);
    },
  };
}

/** What a helper thread does until the crew is dismissed: take parts, spin a moment, then sleep. */
export function help(memory: WebAssembly.Memory, kernels: Kernels): void {
  const { i32 } = viewsOf(memory);
  const part = taskRunner(memory, kernels);
  for (let seen = 0; ; ) {
    for (let spins = 0; Atomics.load(i32, CONTROL.sequence) === seen && spins < HELPER_SPINS; spins++) pause();
    while (Atomics.load(i32, CONTROL.sequence) === seen) Atomics.wait(i32, CONTROL.sequence, seen);
    seen = Atomics.load(i32, CONTROL.sequence);
    if (Atomics.load(i32, CONTROL.quit) === 1) return;
    const number = i32[CONTROL.task]!;
    const count = i32[CONTROL.count]!;
    try {
      for (let i = Atomics.add(i32, CONTROL.next, 1); i < count; i = Atomics.add(i32, CONTROL.next, 1)) part(number, i);
    } catch (error) {
      Atomics.store(i32, CONTROL.failed, 1);
      throw error;
    } finally {
      Atomics.add(i32, CONTROL.done, 1);
      Atomics.notify(i32, CONTROL.done);
    }
  }
}

function wake(i32: Int32Array): void {
  Atomics.add(i32, CONTROL.sequence, 1);
  Atomics.notify(i32, CONTROL.sequence);
}

function awaitHelpers(i32: Int32Array, helpers: number): void {
  for (let spins = 0; Atomics.load(i32, CONTROL.done) < helpers && spins < SPINS; spins++) pause();
  for (let done = Atomics.load(i32, CONTROL.done); done < helpers; done = Atomics.load(i32, CONTROL.done))
    if (Atomics.wait(i32, CONTROL.done, done, LOST_AFTER_MS) === 'timed-out')
      throw new Error('a thread of the trainer is lost');
  if (Atomics.load(i32, CONTROL.failed) === 1) throw new Error('a thread of the trainer failed');
}

/** Tells the core that this is a spin, where the engine can (V8 13.3). */
const pause: () => void = (Atomics as { pause?: () => void }).pause?.bind(Atomics) ?? (() => undefined);
