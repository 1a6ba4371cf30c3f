import { readProc } from './processFacts.ts';

export interface MemoryWatch {
  /** Most bytes that this process and its descendants held together so far; own memory only where the system does not tell. */
  peak(): number;
  stop(): void;
}

/** Looks at the resident memory of the process tree four times a second. The timer keeps nobody alive. */
export function watchMemory(every = 250): MemoryWatch {
  let peak = 0;
  const look = (): void => {
    peak = Math.max(peak, residentMemory(process.pid) ?? process.memoryUsage.rss());
  };
  look();
  const timer = setInterval(look, every).unref();
  return {
    peak() {
      look();
      return peak;
    },
    stop: () => clearInterval(timer),
  };
}

/** Resident bytes of a process and all below it; undefined where there is no /proc or the process is gone. */
export function residentMemory(pid: number): number | undefined {
  const status = readProc(`/proc/${pid}/status`);
  if (status === undefined) return undefined;
  const own = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
  return childrenOf(pid).reduce((sum, child) => sum + (residentMemory(child) ?? 0), own);
}

function childrenOf(pid: number): number[] {
  const text = readProc(`/proc/${pid}/task/${pid}/children`) ?? '';
  return text.split(' ').filter(Boolean).map(Number);
}
