/** A process as its system lists it. */
export interface ListedProcess {
  readonly pid: number;
  readonly parent: number;
  /** Seconds of CPU it has had. */
  readonly seconds: number;
  readonly memoryBytes: number;
}

/** What a tree of processes has used so far. */
export interface TreeUse {
  readonly seconds: number;
  readonly memoryBytes: number;
}

/** Sums of a process and of all that descend from it; undefined where it is not listed. */
export function treeUse(processes: readonly ListedProcess[], root: number): TreeUse | undefined {
  if (!processes.some(({ pid }) => pid === root)) return undefined;
  const tree = new Set([root]);
  for (let size = 0; size !== tree.size; ) {
    size = tree.size;
    for (const { pid, parent } of processes) if (tree.has(parent)) tree.add(pid);
  }
  const own = processes.filter(({ pid }) => tree.has(pid));
  return { seconds: sum(own.map((one) => one.seconds)), memoryBytes: sum(own.map((one) => one.memoryBytes)) };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}

/** `ps -A -o pid=,ppid=,rss=,time=`: memory in KiB, time as [[dd-]hh:]mm:ss[.cc]. */
export function readPs(text: string): readonly ListedProcess[] {
  return text.split('\n').flatMap((line) => {
    const [pid, parent, kib, time] = line.trim().split(/\s+/);
    const seconds = secondsOf(time ?? '');
    if (pid === undefined || seconds === undefined) return [];
    return [{ pid: Number(pid), parent: Number(parent), seconds, memoryBytes: Number(kib) * 1024 }];
  });
}

function secondsOf(time: string): number | undefined {
  const match = /^(?:(?:(\d+)-)?(\d+):)?(\d+):(\d+(?:\.\d+)?)$/.exec(time);
  if (match === null) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
}

/** Lines `pid parent ticks bytes`, of CPU time in 100 ns, as the PowerShell of `windowsTable` prints them. */
export function readWindowsTable(text: string): readonly ListedProcess[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [pid, parent, ticks, memoryBytes] = line.trim().split(' ').map(Number);
    if (pid === undefined || parent === undefined || ticks === undefined || memoryBytes === undefined) return [];
    return [{ pid, parent, seconds: ticks / 10_000_000, memoryBytes }];
  });
}

/** `nvidia-smi --query-gpu=index,utilization.gpu,memory.used --format=csv,noheader,nounits`: a line a device, memory in MiB. */
export function readGpu(line: string): { index: number; percent: number; memoryBytes: number } | undefined {
  const [index, percent, mebibytes] = line.split(',').map((part) => Number.parseFloat(part));
  if (![index, percent, mebibytes].every(Number.isFinite)) return undefined;
  return { index: index!, percent: percent!, memoryBytes: mebibytes! * 1024 * 1024 };
}
