/**
 * `npm test`: all tests but those in VS Code and with Python packages, in parts, two processes at a time; with the names of files as
 * arguments those alone, in one. The last lines count all together.
 */
import { type ChildProcess, spawn } from 'node:child_process';

/** Parts of about the same number of files; whichever process is free takes the next. */
const SHARDS = 8;
const PROCESSES = 2;
/** Milliseconds: what waits for ever fails. */
const LONGEST = 600_000;
const FLAGS = ['--test', '--test-isolation=none', '--test-reporter=spec', `--test-timeout=${LONGEST}`];
const COUNTS = ['tests', 'pass', 'fail', 'cancelled', 'skipped', 'todo'] as const;

const named = process.argv.slice(2);
const shards = named.length > 0 ? [named] : shardsOf('test/**/*.test.ts');
const begun = performance.now();
const outputs = shards.map(() => '');
const codes = shards.map(() => 1);
const waiting = shards.keys();
await Promise.all(Array.from({ length: PROCESSES }, work));
if (shards.length > 1) process.stdout.write(`\n${summary()}`);
process.exitCode = codes.every((code) => code === 0) ? 0 : 1;

/** What a part says is shown when it has ended, so that no two are mixed; of the only one as it comes. */
async function work(): Promise<void> {
  for (const index of waiting) {
    codes[index] = await ended(start(shards[index]!, index));
    if (shards.length > 1) process.stdout.write(outputs[index]!);
  }
}

function shardsOf(files: string): readonly (readonly string[])[] {
  return Array.from({ length: SHARDS }, (_, index) => [`--test-shard=${index + 1}/${SHARDS}`, files]);
}

function start(args: readonly string[], index: number): ChildProcess {
  const child = spawn(process.execPath, [...FLAGS, ...args], {
    stdio: ['inherit', 'pipe', 'inherit'],
  });
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    outputs[index] += text;
    if (shards.length === 1) process.stdout.write(text);
  });
  return child;
}

function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => child.once('close', (code) => resolve(code ?? 1)));
}

/** As the reporter words it. */
function summary(): string {
  const lines = COUNTS.map((name) => `ℹ ${name} ${outputs.reduce((sum, output) => sum + counted(output, name), 0)}`);
  return `${[...lines, `ℹ duration_ms ${Math.round(performance.now() - begun)}`].join('\n')}\n`;
}

/** The last one: tests may print such lines too. */
function counted(output: string, name: (typeof COUNTS)[number]): number {
  const found = [...output.matchAll(new RegExp(`^ℹ ${name} (\\d+)$`, 'gm'))].at(-1);
  return Number(found?.[1] ?? 0);
}
