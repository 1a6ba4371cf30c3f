import { openHost } from '../../engine/src/adapters/host.ts';
import { runCommandLine } from './runCommandLine.ts';

const control = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    // The second time the user means it.
    if (control.signal.aborted && signal === 'SIGINT') process.exit(130);
    control.abort();
  });
// A reader that left (`modelyard runs list | head -1`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 2));

const { env, stdout, stderr } = process;
process.exitCode = await runCommandLine(process.argv.slice(2), {
  signal: control.signal,
  variables: env,
  out: { write: (text) => stdout.write(text), color: stdout.isTTY, columns: stdout.columns ?? 100 },
  err: { write: (text) => stderr.write(text), color: stderr.isTTY, columns: stderr.columns ?? 100 },
  openHost: ({ project, verbose }) =>
    openHost({
      folder: process.cwd(),
      projectFolder: project,
      verbose,
      restart: [process.execPath, ...process.execArgv, process.argv[1] ?? ''],
    }),
});
