import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { ProgramEnd } from '../../ports/host.ts';

const MOST = 8_000_000;
/** A program that was asked to end has so long for it. */
const LAST_WORDS = 5000;

/** Runs a program to its end with nothing to read. When the signal fires it is asked to end, and made to soon after. */
export async function runProgram(
  [program, ...before]: readonly [string, ...string[]],
  args: readonly string[],
  signal: AbortSignal,
): Promise<ProgramEnd> {
  const child = spawn(program, [...before, ...args], { stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
  const said = { out: '', err: '' };
  for (const [name, stream] of [
    ['out', child.stdout],
    ['err', child.stderr],
  ] as const)
    stream.setEncoding('utf8').on('data', (text: string) => {
      said[name] = (said[name] + text).slice(-MOST);
    });
  let late: NodeJS.Timeout | undefined;
  const stop = (): void => {
    child.kill();
    late = setTimeout(() => child.kill('SIGKILL'), LAST_WORDS);
  };
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, ...said };
  } finally {
    clearTimeout(late);
    signal.removeEventListener('abort', stop);
  }
}
