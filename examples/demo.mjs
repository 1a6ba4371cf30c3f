// npm run demo: from three million flights to a registered model, in the git-ignored folder demo/.
//   npm run demo -- [--rows all|sample] [--folder DIR] [--dist]      --dist: with the built dist/ instead of the sources
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { rows: { type: 'string' }, folder: { type: 'string', default: 'demo' }, dist: { type: 'boolean' } },
});
const root = fileURLToPath(new URL('../', import.meta.url));
const program = join(root, values.dist ? 'dist/cli.js' : 'bin/modelyard.mjs');
const folder = resolve(values.folder);
const inside = !relative(root, folder).startsWith('..');
const here = inside ? relative(process.cwd(), folder) : folder;
// `npx` finds the checkout's own program only inside of the checkout.
const command = inside ? 'npx modelyard' : `node ${join(root, 'bin/modelyard.mjs')}`;

if (existsSync(join(folder, 'modelyard.yaml'))) {
  console.log(`${here}/ is there: what has not changed is not done again. Delete it to begin anew.\n`);
} else {
  const rows = values.rows ? ['--rows', values.rows] : [];
  const made = JSON.parse(modelyard(['init', folder, '--sample', 'flights', ...rows, '--format', 'json'], 'pipe'));
  console.log(
    `The flights sample is in ${here}/, ${made.rows.toLocaleString('en')} rows, a git repository of its own.\n`,
  );
}

const start = performance.now();
modelyard(['run', 'flight-delay', '--project', folder]);
const seconds = (performance.now() - start) / 1000;
console.log();
modelyard(['models', 'show', 'flight-delay', '--project', folder]);

console.log(`
The run took ${seconds.toFixed(1)} s. What to look at next:

  cd ${here}
  ${command} runs list                            what ran, with its figures
  ${command} runs show RUN                        all of a run: data version, commit, parameters, files
  ${command} run flight-delay --param rounds=50   again with fewer trees: only what changes is done
  ${command} run own-script                       the same language around Python and Node programs

  ${join(here, 'flight-delay.pipeline.yaml')}   what ran
  ${join(here, 'registry')}                     what is known of the model, for git`);

/** Runs one command; gives its output where that is piped. Ends with its exit code where that is not 0. */
function modelyard(args, output = 'inherit') {
  const run = spawnSync(process.execPath, [program, ...args], {
    stdio: ['inherit', output, 'inherit'],
    encoding: 'utf8',
  });
  if (run.error) throw run.error;
  if (run.status !== 0) process.exit(run.status ?? 1);
  return run.stdout;
}
