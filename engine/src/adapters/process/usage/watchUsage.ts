import type { Usage } from '../../../ports/executor.ts';
import { treeReader } from './treeReader.ts';
import { watchGpus } from './watchGpus.ts';

const FIRST = 1_000;

/**
 * Tells what a process and all it started use, until it is stopped. Nothing of it fails: what is not known is left out.
 * @param environment where `nvidia-smi` is sought
 */
export function watchUsage(
  pid: number,
  environment: NodeJS.ProcessEnv,
  tell: (usage: Usage) => void,
): { stop(): void } {
  const { read, pause } = treeReader();
  let before = { seconds: 0, at: performance.now() };
  let timer: NodeJS.Timeout;
  let stopped = false;
  let gpus: ReturnType<typeof watchGpus> | undefined;
  const sample = async () => {
    gpus ??= watchGpus(environment);
    const use = await read(pid);
    if (stopped) return;
    const at = performance.now();
    const devices = gpus.latest();
    if (use !== undefined) {
      const spent = Math.max(0, use.seconds - before.seconds);
      const cpuPercent = Math.round((spent / ((at - before.at) / 1000)) * 1000) / 10;
      before = { seconds: use.seconds, at };
      tell({ cpuPercent, memoryBytes: use.memoryBytes, ...(devices.length > 0 ? { gpus: devices } : {}) });
    }
    again(pause);
  };
  const again = (after: number) => {
    timer = setTimeout(() => void sample(), after).unref();
  };
  again(FIRST);
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
      gpus?.stop();
    },
  };
}
