import { execFile } from 'node:child_process';

const ANSWERS_WITHIN = 30_000;
const MOST = 16 * 1024 * 1024;

/** What a program prints to stdout, trimmed; undefined where it is not there, fails, or does not answer in time. */
export function capture(
  file: string,
  args: readonly string[],
  { folder, environment }: { readonly folder: string; readonly environment: NodeJS.ProcessEnv },
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const options = { cwd: folder, env: environment, timeout: ANSWERS_WITHIN, maxBuffer: MOST, windowsHide: true };
    // Windows starts batch files, such as those of conda, through its shell only.
    const shell = /\.(cmd|bat)$/i.test(file);
    execFile(shell ? `"${file}"` : file, args, { ...options, shell }, (error, out) =>
      resolve(error === null ? out.trim() : undefined),
    );
  });
}
