import { execFile } from 'node:child_process';

const ANSWERS_WITHIN = 5000;

/** What a program of the system prints, trimmed; undefined where it is not there, fails, or does not answer in time. */
export function asked(program: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: ANSWERS_WITHIN, windowsHide: true }, (error, out) =>
      resolve(error === null ? out.trim() : undefined),
    );
  });
}
