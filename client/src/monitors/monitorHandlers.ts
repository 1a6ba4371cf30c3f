import { Uri, window } from 'vscode';
import { COMMANDS } from '../../../server/src/protocol.ts';
import type { Commands } from '../contributions.ts';
import type { LanguageServer } from '../languageServer.ts';
import { runTask } from '../tasks/runTask.ts';
import { operate } from '../views/operate.ts';
import { type MonitorGiven, pickMonitor } from './pickMonitor.ts';

export interface MonitorCommandOptions {
  readonly server: LanguageServer;
  /** The command line's bundle. */
  readonly program: string;
}

/** What the commands about monitors do. */
export function monitorHandlers(options: MonitorCommandOptions): Handlers {
  return {
    [COMMANDS.checkMonitor]: (given) => checkMonitor(given, options),
    'modelyard.muteMonitor': (given) => muteMonitor(given, options),
    'modelyard.unmuteMonitor': (given) => unmuteMonitor(given, options),
  };
}

type MonitorCommandId = typeof COMMANDS.checkMonitor | 'modelyard.muteMonitor' | 'modelyard.unmuteMonitor';

type Handlers = { readonly [C in MonitorCommandId]: (argument: Commands[C]) => Promise<void> };

/** Checks in a terminal, as the command line does. */
async function checkMonitor(given: MonitorGiven | undefined, { program }: MonitorCommandOptions): Promise<void> {
  const picked = await pickMonitor(given, 'Monitor to check');
  if (picked !== undefined)
    await runTask(Uri.parse(picked.root), { command: 'monitor', monitor: picked.monitor }, program);
}

async function muteMonitor(given: MonitorGiven | undefined, options: MonitorCommandOptions): Promise<void> {
  const picked = await pickMonitor(given, 'Monitor to mute');
  if (picked === undefined) return;
  const { root, monitor } = picked;
  const placeHolder = `How long ${monitor} checks on and tells nobody`;
  const time = await window.showQuickPick(TIMES, { placeHolder });
  if (time === undefined) return;
  await tell(options, root, ['monitor', 'mute', monitor, ...(time.for === null ? [] : ['--for', time.for])]);
}

const TIMES = [
  { label: 'A day', for: '1d' },
  { label: 'A week', for: '7d' },
  { label: 'Four weeks', for: '28d' },
  { label: 'Until it is unmuted', for: null },
] as const;

async function unmuteMonitor(given: MonitorGiven | undefined, options: MonitorCommandOptions): Promise<void> {
  const picked = await pickMonitor(given, 'Monitor to unmute');
  if (picked !== undefined) await tell(options, picked.root, ['monitor', 'unmute', picked.monitor]);
}

/** Does it, and says why not. */
async function tell({ server }: MonitorCommandOptions, root: string, line: readonly string[]): Promise<void> {
  const problem = await operate(server, root, line);
  if (problem !== undefined) void window.showErrorMessage(problem);
}
