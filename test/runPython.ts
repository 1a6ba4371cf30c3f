/**
 * Tests that need Python with the tools that users have: `npm run test:python`. Their environments are made in .cache once, from PyPI.
 * `--short` tries the service with MLflow's client alone, within a minute.
 * Ends with 2 where there is no Python, and in the short form where the client cannot be had either.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { benchPython, pythonWith } from '../bench/venv.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const ABSENT = 2;
const PATIENCE = 90_000;

const TESTS = [
  'test/python/*.test.ts',
  'test/cli/python.test.ts',
  'test/cli/ownPython.test.ts',
  'test/service/*.test.ts',
];

process.exitCode = process.argv.includes('--short') ? short() : whole();

function whole(): number {
  if (spawnSync('python3', ['--version']).status !== 0) {
    console.error('There is no python3 here, so nothing was tested.');
    return ABSENT;
  }
  pythonWith(join(root, 'examples/own-python/requirements.txt'), join(root, '.cache/own-python-venv'));
  pythonWith(join(root, 'test/python/requirements-pyfunc.txt'), join(root, '.cache/pyfunc-venv'));
  pythonWith(join(root, 'test/python/requirements-moto.txt'), join(root, '.cache/moto-venv'));
  benchPython('mlflow');
  return tested(TESTS);
}

function short(): number {
  try {
    const requirements = join(root, 'test/python/requirements.txt');
    pythonWith(requirements, join(root, '.cache/mlflow-client-venv'), { patience: PATIENCE });
  } catch {
    console.error("MLflow's client cannot be had here (python3 with venv, and PyPI), so nothing was tested with it.");
    return ABSENT;
  }
  return tested(['test/python/client.test.ts']);
}

function tested(files: readonly string[]): number {
  const run = spawnSync(process.execPath, ['--test', '--test-isolation=none', ...files], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, MODELYARD_TEST_PYTHON: '1' },
  });
  return run.status ?? 1;
}
