import { setFlagsFromString } from 'node:v8';
import { localMachine } from '../../engine/src/adapters/system/localMachine.ts';
import { tidyMemoryAtRest } from '../../engine/src/adapters/system/memoryAtRest.ts';
import { usage } from '../../engine/src/failure.ts';
import { PROJECT_FILE } from '../../engine/src/language/kinds.ts';
import type { Host } from '../../engine/src/ports/host.ts';
import { type Shell, shellLines, shellOf } from './printEnv.ts';
import { runService } from './runService.ts';
import type { ScheduleEvent } from './schedule/scheduleEvent.ts';
import { scheduleLines } from './schedule/scheduleLine.ts';
import { servedFolder } from './servedFolder.ts';
import type { ServiceFile } from './serviceFile.ts';
import { startService } from './startService.ts';

// V8 would let what requests leave behind grow to 48 MB, and to twice what is needed, before it tidies up.
setFlagsFromString('--semi-space-growth-factor=1');
setFlagsFromString('--heap-growing-percent=5');
// To wake other threads for the little that one request leaves takes longer than to tidy it up.
setFlagsFromString('--no-parallel-scavenge');

export interface ServeRequest {
  readonly port: number | undefined;
  /** Seconds. */
  readonly idle: number;
  readonly printEnv: boolean;
  readonly shell: Shell | undefined;
  readonly format: string;
  /** Asks the service to end. */
  readonly signal: AbortSignal;
  write(text: string): void;
}

/** `modelyard serve`: answers until it is idle or asked to end; where another process answers already, tells where. */
export async function serve(host: Host, request: ServeRequest): Promise<number> {
  const { port, idle, format, signal, write } = request;
  if (!['text', 'json', 'ndjson'].includes(format))
    throw usage(`\`--format ${format}\` is not known here.`, 'Say one of: text, ndjson, json.');
  if (port !== undefined && (port < 0 || port > 65_535)) throw usage(`${port} is no port: 0 to 65535.`);
  if (idle < 0) throw usage(`${idle} is no number of seconds: 0 or more.`);
  const root = await servedFolder(host);
  const processes = localMachine();
  if (request.printEnv) {
    const file = await startService(host, root, processes);
    const shell = request.shell ?? shellOf(host.machine.variables, host.machine.platform);
    write(format === 'text' ? shellLines(file, shell) : ready(file, { started: false, format }));
    return 0;
  }
  // Programs read the address from the first line.
  const isReady = Promise.withResolvers<void>();
  const tell = (event: ScheduleEvent) =>
    void isReady.promise.then(() => write(scheduled(event, { format, now: host.clock.now() })));
  tidyMemoryAtRest();
  const options = { host, root, processes, idle: idle * 1000, tell, ...(port === undefined ? {} : { port }) };
  const service = await runService(options);
  const { started, file } = service;
  const isProject = (await host.files.stat(`${root}/${PROJECT_FILE}`)) !== undefined;
  const place = isProject ? '' : `Runs are kept in ${root}/.modelyard; \`modelyard init\` there makes it a project.\n`;
  write(format === 'text' ? told(file, started) + place : ready(file, { started, format }));
  isReady.resolve();
  if (!service.started) return 0;
  await Promise.race([service.done, aborted(signal)]);
  await service.close();
  return 0;
}

function ready(
  { url, token, process }: ServiceFile,
  { started, format }: { readonly started: boolean; readonly format: string },
): string {
  const event = { type: 'serve.ready', url, token, pid: process?.pid, started };
  return `${JSON.stringify(event, undefined, format === 'json' ? 2 : undefined)}\n`;
}

/** What happens to triggers, a line each; a single JSON document has been written by then. */
function scheduled(event: ScheduleEvent, { format, now }: { readonly format: string; readonly now: number }): string {
  if (format === 'text') return scheduleLines(event, now);
  if (format === 'json') return '';
  const plain = event.type === 'schedule.failed' ? { type: event.type, message: String(event.error) } : event;
  return `${JSON.stringify(plain)}\n`;
}

/** Without the token: this may stand in a log. */
function told({ url, process }: ServiceFile, started: boolean): string {
  const who = started ? `Answering MLflow's clients at ${url}` : `Process ${process?.pid} answers already at ${url}`;
  return `${who}\n\`modelyard serve --print-env\` prints the variables that tell them so.\n`;
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
