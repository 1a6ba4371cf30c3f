import { execFileSync } from 'node:child_process';

/** Runs npm in `folder`; gives what it wrote. The npm that runs this, or else the one on the path. */
export function npm(args: readonly string[], folder: string): string {
  const script = process.env['npm_execpath'];
  const [program, first] = script === undefined ? ['npm', []] : [process.execPath, [script]];
  return execFileSync(program, [...first, ...args], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: script === undefined && process.platform === 'win32',
    maxBuffer: 64 * 1024 * 1024,
  });
}
