import { spawn } from 'node:child_process';
import type { GpuUsage } from '../../../ports/executor.ts';
import { findProgram } from '../findProgram.ts';
import { readGpu } from './processTable.ts';

const QUERY = ['--query-gpu=index,utilization.gpu,memory.used', '--format=csv,noheader,nounits', '--loop=2'];

/** What `nvidia-smi` says of each device, where there is one: it goes on telling until it is stopped. */
export function watchGpus(environment: NodeJS.ProcessEnv): { latest(): readonly GpuUsage[]; stop(): void } {
  const devices = new Map<number, GpuUsage>();
  let stopped = false;
  let end = () => {};
  findProgram('nvidia-smi', { folder: process.cwd(), environment }).then((file) => {
    if (file === undefined || stopped) return;
    const child = spawn(file, QUERY, { stdio: ['ignore', 'pipe', 'ignore'], windowsHide: true });
    child.on('error', () => {});
    child.unref();
    const onExit = () => child.kill();
    process.once('exit', onExit);
    child.once('close', () => process.off('exit', onExit));
    end = () => child.kill();
    let rest = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split(/\r?\n/);
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const device = readGpu(line);
        if (device !== undefined) devices.set(device.index, device);
      }
    });
  });
  return {
    latest: () => [...devices.values()],
    stop() {
      stopped = true;
      end();
    },
  };
}
