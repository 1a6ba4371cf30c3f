import module from 'node:module';
import { openHost } from '../../engine/src/adapters/host.ts';
import { NobodyWatches } from '../../engine/src/operations/operation.ts';
import { runCommandLine, type ServerCommand } from './runCommandLine.ts';

// What a command loads is compiled once for a machine, whichever way it was started.
module.enableCompileCache?.();

const control = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    // The second time the user means it.
    if (control.signal.aborted && signal === 'SIGINT') process.exit(130);
    control.abort(signal === 'SIGINT' ? undefined : new NobodyWatches(signal));
  });

const { env, stdout, stderr } = process;
let lost: Error | undefined;
// A reader that left (`modelyard runs list | head -1`) is no error; work that goes on only to be read ends.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE' && !lost) {
    lost = error;
    stderr.write(`error: the result could not be written: ${error.message}\n`);
    process.exitCode = 2;
  }
  control.abort(new NobodyWatches('stdout is closed'));
});
// Without a reader of the progress the work still counts.
stderr.on('error', () => {});

const open = ({ project, verbose }: { readonly project: string | undefined; readonly verbose: boolean }) =>
  openHost({
    folder: process.cwd(),
    projectFolder: project,
    verbose,
    restart: [process.execPath, ...process.execArgv, process.argv[1] ?? ''],
  });

async function serveProject({ args, shared }: ServerCommand): Promise<number> {
  const { serve } = await import('../../service/src/main.ts');
  const host = open(shared);
  try {
    return await serve(host, {
      port: args['port'] as number | undefined,
      idle: args['idle'] as number,
      printEnv: args['printEnv'] === true,
      shell: args['shell'] as 'posix' | undefined,
      format: shared.format,
      signal: control.signal,
      write: (text) => void stdout.write(text),
    });
  } finally {
    await host.close();
  }
}

async function serveEditor(): Promise<number> {
  await import('../../server/src/main.ts');
  return new Promise((resolve) => control.signal.addEventListener('abort', () => resolve(130), { once: true }));
}

const code = await runCommandLine(process.argv.slice(2), {
  signal: control.signal,
  variables: env,
  out: { write: (text) => stdout.write(text), color: stdout.isTTY, columns: stdout.columns ?? 100 },
  err: { write: (text) => stderr.write(text), color: stderr.isTTY, columns: stderr.columns ?? 100 },
  serve: (command) => (command.name === 'lsp' ? serveEditor() : serveProject(command)),
  openHost: open,
});
process.exitCode = lost ? 2 : code;
// A server still listens.
if (code === 130) process.exit();
