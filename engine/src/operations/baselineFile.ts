import type { Baseline } from '../math/baseline.ts';
import { readBaseline } from '../monitoring/baseline/readBaseline.ts';
import type { Host } from '../ports/host.ts';
import { inputNamed } from './dataFile.ts';

const ENDING = '.baseline.json';

/** Whether this names what is stored of a table, and not rows. */
export function namesBaseline(named: string): boolean {
  return named.toLowerCase().endsWith(ENDING);
}

/** @throws Failure `file-not-found`, `baseline-broken`, `baseline-form` */
export async function baselineFile(host: Host, named: string): Promise<Baseline> {
  const text = (await host.files.read(await inputNamed(host, named))) ?? '';
  return readBaseline(text, named, 'Make it again: `modelyard data baseline TABLE --output FILE.baseline.json`.');
}
