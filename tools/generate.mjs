/**
 * Makes everything again that is generated and checked in: kernels, types and validators, reference pages, codes of rules.
 * `node bin/node.mjs tools/generate.mjs` writes it; `--check` fails where a file differs from what would be written.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const GENERATORS = ['kernels.mjs', 'schemas.mjs', 'docs.mjs', 'ciFiles.mjs', 'sqlFunctions.mjs', 'severities.mjs'];

const failed = GENERATORS.filter((name) => {
  const file = fileURLToPath(new URL(name, import.meta.url));
  return spawnSync(process.execPath, [file, ...process.argv.slice(2)], { stdio: 'inherit' }).status !== 0;
});
if (failed.length > 0) {
  console.error(`Not as generated: ${failed.join(', ')}. Run \`npm run generate\` and commit what it writes.`);
  process.exitCode = 1;
}
