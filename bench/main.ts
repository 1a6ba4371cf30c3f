// npm run bench -- NAME: one of the benches, each beside the tool a user would otherwise pick.
import { existsSync, readdirSync } from 'node:fs';

const HELPERS = ['main.ts', 'measure.ts', 'venv.ts'];

/** Every other file here is a bench: it exports `bench(args)`, which measures and prints. */
interface Bench {
  bench(args: readonly string[]): Promise<void>;
}

const [name = '', ...args] = process.argv.slice(2);
const file = new URL(`./${name}.ts`, import.meta.url);
if (/^[a-z]+$/.test(name) && !HELPERS.includes(`${name}.ts`) && existsSync(file)) {
  await ((await import(file.href)) as Bench).bench(args);
} else {
  const names = readdirSync(new URL('./', import.meta.url)).filter(
    (one) => one.endsWith('.ts') && !HELPERS.includes(one),
  );
  console.error(`npm run bench -- NAME, one of: ${names.map((one) => one.replace(/\.ts$/, '')).join(', ')}`);
  process.exitCode = 2;
}
