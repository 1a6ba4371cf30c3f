import assert from 'node:assert/strict';
import { test } from 'node:test';
import { envFileOf, environmentIn, placeOf, startsProgram, withVariables } from '../../../client/src/python/launch.ts';
import { namesMlflow, scriptsIn, startsPython } from '../../../client/src/python/pythonUse.ts';

test('a program that is launched gets the variables, and keeps its own', () => {
  const launch = { type: 'debugpy', request: 'launch', env: { A: '1', B: 'own' } };
  assert.deepEqual(withVariables(launch, { B: 'ours', C: '3' }), { ...launch, env: { A: '1', B: 'own', C: '3' } });
  assert.deepEqual(withVariables({ request: 'launch', env: 'no' }, { C: '3' }).env, { C: '3' });
  assert.deepEqual(environmentIn({ env: null }), {});
});

test('what is attached to, and steps of pipelines, are not given any', () => {
  assert.ok(startsProgram({ request: 'launch' }));
  assert.ok(!startsProgram({ request: 'attach' }));
  assert.ok(!startsProgram({ request: 'launch', modelyardStep: 'mark' }));
});

test('the project of a launch is that of its program, else of the folder it runs in', () => {
  assert.equal(placeOf({ program: '/p/train.py', cwd: '/q' }, '/w'), '/p/train.py');
  assert.equal(placeOf({ program: 'src/train.py' }, '/w'), '/w/src/train.py');
  assert.equal(placeOf({ module: 'train', cwd: '/q' }, '/w'), '/q/program');
  assert.equal(placeOf({ module: 'train' }, '/w'), '/w/program');
});

test('a file of variables is the one that is named, none where it is empty', () => {
  assert.equal(envFileOf({ envFile: '/a/.env' }, '/w'), '/a/.env');
  assert.equal(envFileOf({ envFile: 'local.env' }, '/w'), '/w/local.env');
  assert.equal(envFileOf({ envFile: '' }, '/w'), '');
  assert.equal(envFileOf({}, '/w'), undefined);
});

test('command lines that start Python are known', () => {
  for (const line of [
    'python train.py',
    'python3.12 -m train',
    'A=1 python3 train.py',
    'cd x && ./.venv/bin/python "my train.py"',
    '& "C:\\Python\\python.exe" train.py',
    'py train.py',
    'uv run train.py',
    'jupyter lab',
  ])
    assert.ok(startsPython(line), line);
  for (const line of ['git log', 'cat python.txt', 'echo python-ish', 'npm run train', 'pythonista'])
    assert.ok(!startsPython(line), line);
});

test('the programs that a command line names are known, and whether a text speaks of mlflow', () => {
  assert.deepEqual(scriptsIn(`python "my train.py" --data x.csv 'b c.ipynb'`), ['my train.py', 'b c.ipynb']);
  assert.ok(namesMlflow('import mlflow\n') && namesMlflow('mlflow==3.1') && namesMlflow('mlflow-skinny'));
  assert.ok(!namesMlflow('import sklearn'));
});
