import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measure } from './measure.ts';
import { makeRegistry } from './registry/makeRegistry.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const work = join(root, '.cache/bench-registry');
const MODELS = 200;
const VERSIONS = 20;
/** Seconds of the whole process. */
const TARGETS = { cold: 2, warm: 0.4 };

/**
 * `validate` and `audit verify` of 200 models of 20 versions, a commit each, every second one promoted by its gates: in a clean clone
 * (no store), and where there is a store and nothing has changed since. `--source` runs the sources instead of dist/cli.js (`npm run build`).
 */
export async function bench(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { source: { type: 'boolean' } } });
  const built = join(root, 'dist/cli.js');
  const program = values.source || !existsSync(built) ? join(root, 'bin/modelyard.mjs') : built;
  await makeRegistry(work, MODELS, VERSIONS);
  console.log(
    `${MODELS} models x ${VERSIONS} versions, ${program.slice(root.length)}, load before: ${loadavg()[0]?.toFixed(2)}`,
  );
  const run = async (what: string, command: readonly string[]) => {
    const { seconds, cpu, peakMemory, output } = await measure(process.execPath, [program, ...command], work);
    console.log(
      `${what}: ${seconds.toFixed(3)} s, ${cpu.toFixed(3)} s of cores, ${Math.round(peakMemory / 1e6)} MB, ${output.trim().split('\n').at(-1)}`,
    );
    return seconds;
  };
  for (const [what, command] of [
    ['validate', ['validate']],
    ['audit verify', ['audit', 'verify']],
  ] as const) {
    rmSync(join(work, '.modelyard'), { recursive: true, force: true });
    const cold = await run(`${what}, the first time`, command);
    mkdirSync(join(work, '.modelyard'), { recursive: true });
    await run(`${what}, the first time with a store`, command);
    const warm = Math.min(...[await run(`${what}, again`, command), await run(`${what}, again`, command)]);
    const wanted = what === 'validate' ? ` (wanted: at most ${TARGETS.cold} s, then ${TARGETS.warm} s)` : '';
    console.log(`${what}: ${cold.toFixed(3)} s, then ${warm.toFixed(3)} s${wanted}`);
  }
}
