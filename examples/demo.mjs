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
const here = relative(process.cwd(), folder);

if (existsSync(join(folder, 'modelyard.yaml'))) {
  console.log(`${here}/ is there: what has not changed is not done again. Delete it to begin anew.\n`);
} else {
  modelyard(['init', folder, '--sample', 'flights', ...(values.rows ? ['--rows', values.rows] : [])]);
  console.log();
}

const start = performance.now();
modelyard(['--project', folder, 'run', 'flight-delay']);
const seconds = (performance.now() - start) / 1000;

console.log(`
That took ${seconds.toFixed(1)} s. What to look at next:

  cd ${here}
  npx modelyard runs list                            the run, with its figures
  npx modelyard runs show RUN                        everything about it: data version, commit, parameters, files
  npx modelyard models show flight-delay             the registered model; its facts are in ${join(here, 'registry')}
  npx modelyard run flight-delay --param rounds=50   again with fewer trees: only what changes is done
  npx modelyard run own-script                       the same language around your own Python and Node programs

  ${join(here, 'flight-delay.pipeline.yaml')} is what ran.`);

/** Runs one command with our streams; ends with its exit code where that is not 0. */
function modelyard(args) {
  const { status, error } = spawnSync(process.execPath, [program, ...args], { stdio: 'inherit' });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
