import { posix } from 'node:path';
import { Failure } from '../../engine/src/failure.ts';
import type { Host } from '../../engine/src/ports/host.ts';
import { type Processes, runningService, type ServiceFile } from './serviceFile.ts';

const WITHIN = 15_000;
const LOG_BYTES = 1024 * 1024;

/**
 * The service of the project at `root`, started in a process of its own when none runs.
 * Rejects with `Failure` `service-not-started`.
 */
export async function startService(host: Host, root: string, processes: Processes): Promise<ServiceFile> {
  const { folder } = await host.stores(root);
  const running = await runningService(folder, processes);
  if (running) return running;
  const log = posix.join(folder, 'service.log');
  if (((await host.files.stat(log))?.size ?? 0) > LOG_BYTES) await host.files.remove(log);
  await host.startDetached(['serve', '--project', root], log);
  const until = host.clock.now() + WITHIN;
  while (host.clock.now() < until) {
    const started = await runningService(folder, processes);
    if (started) return started;
    await host.clock.sleep(15);
  }
  throw new Failure('service-not-started', 'The local service did not start.', {
    place: { file: log },
    next: 'The end of `.modelyard/service.log` says why; `modelyard serve` shows it here.',
  });
}
