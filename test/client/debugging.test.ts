import assert from 'node:assert/strict';
import { test } from 'node:test';
import { debuggingOf } from '../../client/src/debugging/configuration.ts';
import { endedText } from '../../client/src/debugging/endedText.ts';
import type { PreparedStep } from '../../engine/src/operations/debug/prepareStep.ts';

const PREPARED: PreparedStep = {
  pipeline: 'own',
  step: 'baseline',
  kind: 'python',
  script: { kind: 'file', file: 'scripts/baseline.py', options: ['-u'], args: ['--out', '/tmp/m.json'] },
  program: '/venv/bin/python3',
  args: ['-u', 'scripts/baseline.py', '--out', '/tmp/m.json'],
  cwd: '/project',
  env: { MODELYARD_STEP: 'baseline', PATH: '/venv/bin:/usr/bin' },
  unset: [],
  secrets: {},
  folder: '/project/.modelyard/tmp/debug-own/baseline',
  outputs: { metrics: '/tmp/m.json', plot: '/tmp/p.svg' },
  run: null,
};
const ALL = { variables: {}, hasExtension: () => true };

test('a Python script starts under debugpy with the run’s interpreter, arguments and variables', () => {
  assert.deepEqual(debuggingOf(PREPARED, ALL), {
    kind: 'launch',
    launch: {
      type: 'debugpy',
      request: 'launch',
      name: 'baseline of own',
      python: '/venv/bin/python3',
      pythonArgs: ['-u'],
      program: '/project/scripts/baseline.py',
      args: ['--out', '/tmp/m.json'],
      cwd: '/project',
      env: PREPARED.env,
      envFile: '',
      console: 'integratedTerminal',
    },
  });
  const module: PreparedStep = { ...PREPARED, script: { kind: 'module', module: 'own.train', options: [], args: [] } };
  const found = debuggingOf(module, ALL);
  assert.ok(found.kind === 'launch' && found.launch['module'] === 'own.train' && !('program' in found.launch));
});

test('a Node script starts under the JavaScript debugger', () => {
  const node: PreparedStep = {
    ...PREPARED,
    kind: 'node',
    program: '/usr/bin/node',
    script: { kind: 'file', file: '/elsewhere/report.mjs', options: ['--no-warnings'], args: ['x'] },
  };
  const found = debuggingOf(node, ALL);
  assert.ok(found.kind === 'launch');
  const { type, runtimeExecutable, runtimeArgs, program, args } = found.launch;
  assert.deepEqual(
    { type, runtimeExecutable, runtimeArgs, program, args },
    {
      type: 'node',
      runtimeExecutable: '/usr/bin/node',
      runtimeArgs: ['--no-warnings'],
      program: '/elsewhere/report.mjs',
      args: ['x'],
    },
  );
});

test('secrets come from the editor’s variables, are not written on a terminal, and go under no other name', () => {
  const secret = {
    ...PREPARED,
    secrets: { AUTH: 'Bearer ${{ secrets.TOKEN }}:${{ secrets.NONE }}' },
    unset: ['MODELYARD_SECRET_TOKEN'],
  };
  const found = debuggingOf(secret, { ...ALL, variables: { MODELYARD_SECRET_TOKEN: 'abc$&' } });
  assert.ok(found.kind === 'launch');
  assert.deepEqual(found.launch.env, { ...PREPARED.env, AUTH: 'Bearer abc$&:', MODELYARD_SECRET_TOKEN: null });
  assert.equal(found.launch['console'], 'internalConsole');
});

test('where a debugger is missing, what brings it is named; the Python extension alone has one too', () => {
  assert.deepEqual(debuggingOf(PREPARED, { ...ALL, hasExtension: () => false }), {
    kind: 'missing',
    extension: 'ms-python.debugpy',
    named: 'Python Debugger',
    type: 'debugpy',
  });
  const found = debuggingOf(PREPARED, { ...ALL, hasExtension: (id) => id === 'ms-python.python' });
  assert.ok(found.kind === 'launch' && found.launch.type === 'python');
});

test('of another program it is said what can be debugged', () => {
  const found = debuggingOf({ ...PREPARED, kind: 'other', script: null, program: '/usr/bin/Rscript' }, ALL);
  assert.ok(found.kind === 'unknown');
  assert.match(found.message, /`baseline` runs `Rscript`.*`run: python FILE`/);
});

test('at the end it is said where outputs lie, and once that nothing is recorded', () => {
  assert.equal(
    endedText(PREPARED, { written: ['metrics'], isFirst: true }),
    'Step `baseline` wrote m.json in .modelyard/tmp/debug-own/baseline. It did not write `plot`. A step that is debugged is not recorded as a run',
  );
  assert.equal(
    endedText(PREPARED, { written: ['metrics', 'plot'], isFirst: false }),
    'Step `baseline` wrote m.json, p.svg in .modelyard/tmp/debug-own/baseline',
  );
  const elsewhere = { ...PREPARED, cwd: '/worktree' };
  assert.match(endedText(elsewhere, { written: [], isFirst: false }), /has ended; its files lie in \/project\//);
});
