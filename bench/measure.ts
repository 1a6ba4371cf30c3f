import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export interface Measured {
  readonly seconds: number;
  /** Seconds of CPU of the process and all below it that it waited for. Linux only, else NaN. */
  readonly cpu: number;
  /** Bytes: most that the process and all below it held at one moment, shared pages counted once (PSS). Linux only, else NaN. */
  readonly peakMemory: number;
  readonly output: string;
}

const EVERY = 50;

/** Runs a program to its end; rejects when it fails. */
export async function measure(program: string, args: readonly string[], folder: string): Promise<Measured> {
  const cpuBefore = childrenCpu();
  const start = performance.now();
  const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const output: string[] = [];
  const errors: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
  const memory = watchTree(child);
  const code = await new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject));
  const seconds = (performance.now() - start) / 1000;
  const peakMemory = memory.stop();
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${errors.join('').slice(-3000)}`);
  return { seconds, cpu: childrenCpu() - cpuBefore, peakMemory, output: output.join('') };
}

function watchTree(child: ChildProcess): { stop(): number } {
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, treeMemory(child.pid ?? 0));
  }, EVERY);
  return {
    stop() {
      clearInterval(timer);
      return peak === 0 ? Number.NaN : peak;
    },
  };
}

/** Proportional set size of a process and all below it, bytes; 0 where the system does not tell. */
export function treeMemory(pid: number): number {
  const children = new Map<number, number[]>();
  for (const entry of list('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const parent = Number(/^\d+ \(.*\) \S (\d+)/s.exec(read(`/proc/${entry}/stat`))?.[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  let sum = 0;
  const waiting = [pid];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    sum += 1024 * Number(/^Pss:\s+(\d+) kB/m.exec(read(`/proc/${next}/smaps_rollup`))?.[1] ?? 0);
    waiting.push(...(children.get(next) ?? []));
  }
  return sum;
}

/** Seconds of CPU of all children of this process that have ended; NaN where the system does not tell. */
function childrenCpu(): number {
  const [, user, system] = /^\d+ \(.*\) \S(?: \S+){12} (\d+) (\d+)/s.exec(read('/proc/self/stat')) ?? [];
  return (Number(user) + Number(system)) / TICKS;
}

/** Of the clock that Linux counts CPU by, each second. */
const TICKS = 100;

/** A process may be gone when it is looked at. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
