/**
 * Writes docs/ci: the workflows that `modelyard init --ci` writes for the flights sample.
 * `node bin/node.mjs tools/ciFiles.mjs` writes them; `--check` only says whether they are up to date.
 */
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { githubWorkflows } from '../engine/src/operations/init/ci/githubWorkflows.ts';
import { gitlabPipelines } from '../engine/src/operations/init/ci/gitlabPipelines.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const sample = {
  modelyard: version,
  folder: '',
  branch: 'main',
  trained: [{ pipeline: 'flight-delay', model: 'flight-delay' }],
};
const [checks, training] = githubWorkflows(sample);
const [jobs] = gitlabPipelines(sample);
const wanted = new Map([
  ['github.yml', checks.text],
  ['github-train.yml', training.text],
  ['gitlab.yml', jobs.text],
]);

const folder = new URL('../docs/ci/', import.meta.url);
const textOf = (name) => (existsSync(new URL(name, folder)) ? readFileSync(new URL(name, folder), 'utf8') : undefined);
const gone = globSync('*', { cwd: folder }).filter((name) => !wanted.has(name));
const changed = [...wanted].filter(([name, text]) => textOf(name) !== text);
const stale = [...gone, ...changed.map(([name]) => name)];
const check = process.argv.includes('--check');

if (!check) {
  mkdirSync(folder, { recursive: true });
  for (const name of gone) rmSync(new URL(name, folder));
  for (const [name, text] of changed) writeFileSync(new URL(name, folder), text);
}
if (check && stale.length > 0) {
  console.error(
    `Workflows in docs/ci are not up to date: ${stale.join(', ')}. Run \`node bin/node.mjs tools/ciFiles.mjs\`.`,
  );
  process.exitCode = 1;
} else console.log(`docs/ci: ${wanted.size} workflows, ${stale.length} ${check ? 'to change' : 'changed'}`);
