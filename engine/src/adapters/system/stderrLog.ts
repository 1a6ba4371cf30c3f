import type { Log } from '../../ports/environment.ts';

/** Warnings, and with `verbose` everything else, on stderr. */
export function stderrLog(options: { readonly verbose?: boolean } = {}): Log {
  const write = (message: string): void => void process.stderr.write(`modelyard: ${message}\n`);
  return { warn: write, debug: options.verbose ? write : () => {} };
}
