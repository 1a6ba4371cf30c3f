import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { startCli } from './process.ts';

const KILLER = pathToFileURL(fileURLToPath(new URL('./killer.ts', import.meta.url))).href;

export interface KilledAt {
  /** Which effect it was killed before, counted from 1. */
  readonly at: number;
  /** What that would have been. */
  readonly effect: string;
}

/**
 * Runs a command again and again and kills it with SIGKILL before its first effect on files, databases or by other programs, then before its
 * second, and so on until one ends by itself. The folders are as they were before each.
 * @param workshop an empty folder
 * @param places all folders that the command changes
 * @returns the effects before which it was killed
 */
export async function killAtEachEffect(
  {
    workshop,
    folder,
    places,
  }: { readonly workshop: string; readonly folder: string; readonly places: readonly string[] },
  line: string,
  look: (killed: KilledAt) => Promise<void>,
): Promise<readonly string[]> {
  const kept = places.map((place, index) => ({ place, copy: join(workshop, `before${index}`) }));
  for (const { place, copy } of kept) cpSync(place, copy, { recursive: true });
  const effects: string[] = [];
  for (let at = 1; ; at += 1) {
    for (const { place, copy } of kept) {
      rmSync(place, { recursive: true });
      cpSync(copy, place, { recursive: true });
    }
    const log = join(workshop, `effects${at}.txt`);
    const variables = { NODE_OPTIONS: `--import=${KILLER}`, KILL_AT: String(at), KILL_LOG: log };
    const cli = startCli(folder, line.split(' '), { variables });
    const ended = await cli.ended;
    if (ended === 0) return effects;
    if (ended !== 'SIGKILL') throw new Error(`it ended with ${ended} before effect ${at}: ${cli.said.err}`);
    const effect = existsSync(log) ? (readFileSync(log, 'utf8').trim().split('\n').at(-1) ?? '') : '';
    effects.push(effect);
    await look({ at, effect });
  }
}
