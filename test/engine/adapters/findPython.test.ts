import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { findPython } from '../../../engine/src/adapters/process/findPython.ts';
import { Failure } from '../../../engine/src/failure.ts';
import { temporaryFolder } from '../../kit/temporaryFolder.ts';

const options = { skip: process.platform === 'win32' ? 'programs of the test are shell scripts' : false };

/** A project and a folder of programs, the only one on PATH. */
function place(t: TestContext) {
  const root = temporaryFolder(t);
  const programs = temporaryFolder(t);
  const put = (path: string, text: string) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    chmodSync(path, 0o755);
  };
  return {
    root,
    programs,
    file: (path: string, text = '') => put(join(root, path), text),
    program: (name: string, text = '') => put(join(programs, name), `#!/bin/sh\n${text}\n`),
    find: (more: { venv?: string; variables?: Record<string, string> } = {}) =>
      findPython({ root, ...more, variables: { PATH: programs, ...more.variables } }),
  };
}

const refused = (reason: string, says: RegExp) => (error: unknown) => {
  assert.ok(error instanceof Failure);
  assert.equal(error.reason, reason);
  assert.match(`${error.message} ${error.next}`, says);
  return true;
};

test('what somebody named comes before what lies there, and that before PATH', options, async (t) => {
  const { root, programs, file, program, find } = place(t);
  program('python');
  assert.deepEqual(await find(), { file: `${programs}/python`, why: '`python` on PATH', folders: [], environment: {} });
  program('python3');
  assert.equal((await find()).file, `${programs}/python3`);
  file('conda/bin/python');
  const variables = { CONDA_PREFIX: `${root}/conda` };
  const conda = await find({ variables });
  assert.equal(conda.file, `${root}/conda/bin/python`);
  assert.equal(conda.environment['CONDA_PREFIX'], `${root}/conda`);
  file('venv/bin/python');
  assert.equal((await find({ variables })).file, `${root}/venv/bin/python`);
  file('.venv/bin/python');
  assert.deepEqual(await find({ variables }), {
    file: `${root}/.venv/bin/python`,
    why: '`.venv` of the project',
    folders: [`${root}/.venv/bin`, `${root}/.venv/Scripts`],
    environment: { VIRTUAL_ENV: `${root}/.venv` },
  });
  file('active/bin/python');
  const active = { ...variables, VIRTUAL_ENV: `${root}/active` };
  assert.equal((await find({ variables: active })).file, `${root}/active/bin/python`);
  program('chosen');
  const chosen = { ...active, MODELYARD_PYTHON: `${programs}/chosen` };
  assert.equal((await find({ variables: chosen })).file, `${programs}/chosen`);
  file('envs/train/bin/python');
  const named = await find({ variables: chosen, venv: 'envs/train' });
  assert.equal(named.why, '`envs/train`, named by the step');
});

test('uv, poetry and conda are asked where the project is theirs', options, async (t) => {
  const { root, file, program, find } = place(t);
  program('python3');
  program('uv', `[ "$1 $2" = "python find" ] && echo "warning: old" && echo "${root}/uvs/bin/python"`);
  program('poetry', `[ "$1 $2 $3" = "env info -p" ] && echo "${root}/poetrys"`);
  program('conda', `echo '{"envs": ["${root}/conda", "${root}/conda/envs/flights"]}'`);
  for (const folder of ['uvs', 'poetrys', 'conda', 'conda/envs/flights']) file(`${folder}/bin/python`);
  assert.match((await find()).why, /on PATH/);
  file('environment.yml', 'name: flights\ndependencies: [python]\n');
  assert.equal((await find()).file, `${root}/conda/envs/flights/bin/python`);
  file('pyproject.toml', '[tool.poetry]\nname = "x"\n');
  assert.equal((await find()).file, `${root}/poetrys/bin/python`);
  file('uv.lock');
  assert.equal((await find()).file, `${root}/uvs/bin/python`);
});

test('tools that fail, or know of no environment, are passed over', options, async (t) => {
  const { root, programs, file, program, find } = place(t);
  for (const name of ['uv', 'poetry', 'conda']) program(name, 'echo broken; exit 1');
  program('python3');
  for (const name of ['uv.lock', 'poetry.lock']) file(name);
  file('environment.yml', 'name: gone\n');
  assert.equal((await find({ variables: { CONDA_PREFIX: `${root}/gone` } })).file, `${programs}/python3`);
});

test('an environment that vanished is refused with how to make it again', options, async (t) => {
  const { root, file, program, find } = place(t);
  program('python3');
  await assert.rejects(find({ venv: '.venv' }), refused('venv-not-found', /python3 -m venv \.venv/));
  await assert.rejects(find({ venv: '../other' }), refused('path-outside', /MODELYARD_PYTHON/));
  file('.venv/pyvenv.cfg');
  mkdirSync(join(root, '.venv/bin'));
  symlinkSync(join(root, 'gone/python3'), join(root, '.venv/bin/python'));
  await assert.rejects(find(), refused('venv-broken', /venv --clear \.venv/));
  await assert.rejects(find({ venv: '.venv' }), refused('venv-broken', /\.venv/));
  await assert.rejects(
    find({ variables: { MODELYARD_PYTHON: '/gone/python' } }),
    refused('python-not-found', /MODELYARD_PYTHON/),
  );
  rmSync(join(root, '.venv'), { recursive: true });
  await assert.rejects(find({ variables: { PATH: root } }), refused('python-not-found', /python3 -m venv/));
});

test('a shim stands for the Python that it starts', options, async (t) => {
  const { root, programs, file, program, find } = place(t);
  file('real/python3');
  program('shims/python3', `echo "${root}/real/python3"`);
  const variables = { PATH: `${programs}/shims` };
  assert.equal((await find({ variables })).file, `${root}/real/python3`);
  program('shims/python3', 'exit 127');
  await assert.rejects(find({ variables: { PATH: `${programs}/shims` } }), refused('python-not-found', /./));
});
