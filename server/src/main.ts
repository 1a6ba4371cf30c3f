import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { createConnection, LSPErrorCodes, type Message, ProposedFeatures } from 'vscode-languageserver/node';
import { localFiles } from '../../engine/src/adapters/files/localFiles.ts';
import { tidyMemoryAtRest } from '../../engine/src/adapters/system/memoryAtRest.ts';
import { startDataProcess } from './data/process.ts';
import { startServer } from './lifecycle.ts';
import { userSettings } from './live/gitSettings.ts';
import { watchFolder } from './live/watchFolder.ts';
import type { CommandOptions, CommandOutcome } from './machine.ts';

// V8 would let what is short-lived grow to 128 MB before it tidies up; a third of the memory is gone for the same time.
setFlagsFromString('--semi-space-growth-factor=1');
tidyMemoryAtRest();

// Serves over what the command line says (`--node-ipc`, `--socket`, `--pipe`), else over stdin and stdout.

const isSource = import.meta.url.endsWith('.ts');
const dataChild = new URL(isSource ? './data/child.ts' : './data-child.js', import.meta.url);
const program = fileURLToPath(new URL(isSource ? '../../bin/modelyard.mjs' : '../bin/modelyard.mjs', import.meta.url));
const folder = fileURLToPath(new URL(isSource ? '../..' : '..', import.meta.url)).replaceAll('\\', '/');
const { version } = JSON.parse(readFileSync(posix.join(folder, 'package.json'), 'utf8')) as { version: string };

/** Requests that the client takes back while they wait are never begun. */
const strategy = {
  cancelUndispatched: (message: Message) =>
    'id' in message
      ? {
          jsonrpc: '2.0',
          id: (message as { readonly id: number | string }).id,
          error: { code: LSPErrorCodes.RequestCancelled, message: 'cancelled' },
        }
      : undefined,
};

// A mistake of ours in the background is told, and does not end what the user works with; a client that has left does.
for (const event of ['uncaughtException', 'unhandledRejection'] as const)
  process.on(event, (error: unknown) => {
    if ((error as NodeJS.ErrnoException | undefined)?.code === 'EPIPE') process.exit(1);
    console.error(error);
  });

if (!process.argv.some((word) => /^--(node-ipc|stdio|socket|pipe)(=|$)/.test(word))) process.argv.push('--stdio');
const connection = createConnection(ProposedFeatures.all, strategy);
startServer(connection, {
  files: localFiles(),
  version,
  folder,
  watchFolder,
  userSettings: userSettings(process.env, homedir()),
  startData: (root, variables) => startDataProcess(dataChild, root, variables),
  runCommandLine,
});

function runCommandLine(
  root: string,
  line: readonly string[],
  { signal, variables }: CommandOptions,
): Promise<CommandOutcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...line], {
      cwd: root,
      env: { ...process.env, ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      signal,
      killSignal: 'SIGTERM',
    });
    const said = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said.out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said.err += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 130, ...said }));
  });
}
