/**
 * Tests that need Python with the tools that users have: `npm run test:python`. Their environments are made in .cache once, from PyPI.
 * Ends with 2 where there is no Python.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { benchPython, pythonWith } from '../bench/venv.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

const TESTS = [
  'test/python/*.test.ts',
  'test/cli/python.test.ts',
  'test/cli/ownPython.test.ts',
  'test/service/*.test.ts',
];

process.exitCode = main();

function main(): number {
  if (spawnSync('python3', ['--version']).status !== 0) {
    console.error('There is no python3 here, so nothing was tested.');
    return 2;
  }
  pythonWith(join(root, 'examples/own-python/requirements.txt'), join(root, '.cache/own-python-venv'));
  benchPython('mlflow');
  const run = spawnSync(process.execPath, ['--test', '--test-isolation=none', ...TESTS], {
    cwd: root,
    stdio: 'inherit',
  });
  return run.status ?? 1;
}
