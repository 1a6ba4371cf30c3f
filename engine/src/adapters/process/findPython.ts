import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { Failure } from '../../failure.ts';
import { type AskedPython, type FoundPython, PROJECT_VENVS } from '../../ports/python.ts';
import { capture } from './capture.ts';
import { findProgram } from './findProgram.ts';

/** The Python in which programs of a project run: the first of the places that has one. */
export async function findPython(asked: AskedPython): Promise<FoundPython> {
  for (const place of PLACES) {
    const found = await place(asked);
    if (found !== undefined) return found;
  }
  throw new Failure('python-not-found', 'Python was not found.', {
    next: 'Install it from https://python.org, make an environment with `python3 -m venv .venv`, or name one in MODELYARD_PYTHON.',
  });
}

type Place = (asked: AskedPython) => Promise<FoundPython | undefined>;

/** What somebody named comes first, then what lies in the project, then what its tools know, then the system's. */
const PLACES: readonly Place[] = [ofStep, ofVariable, activated, ofProject, ofUv, ofPoetry, ofConda, ofPath];

async function ofStep({ root, venv }: AskedPython): Promise<FoundPython | undefined> {
  if (venv === undefined) return undefined;
  const folder = resolve(root, venv);
  const inside = relative(root, folder);
  if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside))
    throw new Failure('path-outside', `The Python environment \`${venv}\` lies outside the project.`, {
      next: 'Name one in MODELYARD_PYTHON instead, which is a setting of yours and not of the spec.',
    });
  const found = await inEnvironment(folder, `\`${venv}\`, named by the step`);
  if (found !== undefined) return found;
  const makeAgain = `Make it with \`python3 -m venv ${venv}\` and install what it had, or change \`python.venv\` of the step.`;
  if (isFolder(folder)) throw broken(venv, makeAgain);
  throw new Failure('venv-not-found', `The Python environment \`${venv}\` that the step names is not there.`, {
    next: makeAgain,
  });
}

async function ofVariable({ root, variables }: AskedPython): Promise<FoundPython | undefined> {
  const named = variables['MODELYARD_PYTHON'];
  if (named === undefined || named === '') return undefined;
  const file = await findProgram(named, { folder: root, environment: withPath(variables) });
  if (file !== undefined) return around(file, 'named by MODELYARD_PYTHON');
  if (isFolder(resolve(root, named))) {
    const found = await inEnvironment(resolve(root, named), 'named by MODELYARD_PYTHON');
    if (found !== undefined) return found;
  }
  throw new Failure('python-not-found', `There is no Python at \`${named}\`, which MODELYARD_PYTHON names.`, {
    next: 'Select another interpreter, or unset MODELYARD_PYTHON.',
  });
}

async function activated({ variables }: AskedPython): Promise<FoundPython | undefined> {
  const folder = variables['VIRTUAL_ENV'];
  return folder ? inEnvironment(folder, 'the activated environment') : undefined;
}

async function ofProject({ root }: AskedPython): Promise<FoundPython | undefined> {
  for (const name of PROJECT_VENVS) {
    const folder = join(root, name);
    const found = await inEnvironment(folder, `\`${name}\` of the project`);
    if (found !== undefined) return found;
    if (isFile(join(folder, 'pyvenv.cfg')))
      throw broken(name, `Make it again with \`python3 -m venv --clear ${name}\`, or remove it.`);
  }
  return undefined;
}

async function ofUv(asked: AskedPython): Promise<FoundPython | undefined> {
  const { root, variables } = asked;
  if (!isFile(join(root, 'uv.lock')) && !/^\[tool\.uv\b/m.test(textOf(join(root, 'pyproject.toml')))) return undefined;
  const folder = variables['UV_PROJECT_ENVIRONMENT'];
  const named = folder ? await inEnvironment(resolve(root, folder), 'UV_PROJECT_ENVIRONMENT of uv') : undefined;
  if (named !== undefined) return named;
  const said = lastLine(await ask(asked, 'uv', ['python', 'find']));
  return said !== undefined && isFile(said) ? around(said, 'found by uv') : undefined;
}

async function ofPoetry(asked: AskedPython): Promise<FoundPython | undefined> {
  const { root } = asked;
  if (!isFile(join(root, 'poetry.lock')) && !/^\[tool\.poetry\b/m.test(textOf(join(root, 'pyproject.toml'))))
    return undefined;
  const said = lastLine(await ask(asked, 'poetry', ['env', 'info', '-p', '--no-ansi']));
  return said === undefined ? undefined : inEnvironment(said, 'the environment of poetry');
}

async function ofConda(asked: AskedPython): Promise<FoundPython | undefined> {
  const active = asked.variables['CONDA_PREFIX'];
  const file = ['environment.yml', 'environment.yaml'].find((name) => isFile(join(asked.root, name)));
  const name = file && /^name:[ \t]*["']?([^"'#\s]+)/m.exec(textOf(join(asked.root, file)))?.[1];
  if (name) {
    const folder = active && basename(active) === name ? active : await condaFolder(asked, name);
    const found = folder && (await inEnvironment(folder, `conda’s \`${name}\`, named by ${file}`));
    if (found) return asConda(found, folder);
  }
  const found = active && (await inEnvironment(active, 'the activated environment of conda'));
  return found ? asConda(found, active) : undefined;
}

async function condaFolder(asked: AskedPython, name: string): Promise<string | undefined> {
  const said = await ask(asked, 'conda', ['env', 'list', '--json']);
  try {
    const { envs } = JSON.parse(said ?? '{}') as { envs?: unknown };
    return Array.isArray(envs)
      ? envs.find((one): one is string => typeof one === 'string' && basename(one) === name)
      : undefined;
  } catch {
    return undefined;
  }
}

function asConda(found: FoundPython, folder: string): FoundPython {
  const more = process.platform === 'win32' ? [folder, join(folder, 'Library', 'bin')] : [];
  return {
    ...found,
    folders: [...more.map(portable), ...found.folders],
    environment: { CONDA_PREFIX: portable(folder), CONDA_DEFAULT_ENV: basename(folder) },
  };
}

async function ofPath({ root, variables }: AskedPython): Promise<FoundPython | undefined> {
  for (const name of ['python3', 'python']) {
    const file = await findProgram(name, { folder: root, environment: withPath(variables) });
    if (file === undefined) continue;
    const real = await behindShim(file, { root, variables });
    if (real !== undefined) return { file: portable(real), why: `\`${name}\` on PATH`, folders: [], environment: {} };
  }
  return undefined;
}

/** What pyenv, asdf and others of their kind start for a project; undefined where they have chosen none. */
async function behindShim(file: string, { root, variables }: AskedPython): Promise<string | undefined> {
  if (!/[\\/]shims[\\/]/.test(file)) return file;
  return lastLine(
    await capture(file, ['-c', 'import sys; print(sys.executable)'], {
      folder: root,
      environment: withPath(variables),
    }),
  );
}

/** The interpreter of an environment: of a venv, of conda, and where Windows has each. */
async function inEnvironment(folder: string, why: string): Promise<FoundPython | undefined> {
  for (const name of ['bin/python', 'bin/python3', 'Scripts/python', 'python']) {
    const file = await findProgram(`./${name}`, { folder, environment: process.env });
    if (file !== undefined)
      return {
        file: portable(file),
        why,
        folders: [join(folder, 'bin'), join(folder, 'Scripts')].map(portable),
        environment: { VIRTUAL_ENV: portable(folder) },
      };
  }
  return undefined;
}

/** An interpreter that was named by its path, with the environment that it may lie in. */
async function around(file: string, why: string): Promise<FoundPython> {
  const folder = dirname(dirname(file));
  const found = isFile(join(folder, 'pyvenv.cfg')) ? await inEnvironment(folder, why) : undefined;
  return { ...(found ?? { why, folders: [], environment: {} }), file: portable(file) };
}

async function ask(
  { root, variables }: AskedPython,
  name: string,
  args: readonly string[],
): Promise<string | undefined> {
  const environment = withPath(variables);
  const file = await findProgram(name, { folder: root, environment });
  return file && (await capture(file, args, { folder: root, environment }));
}

/** What tools say before their answer is for people. */
function lastLine(said: string | undefined): string | undefined {
  return said?.split(/\r?\n/).at(-1) || undefined;
}

/** Variables that say no PATH have that of this process. */
function withPath(variables: AskedPython['variables']): NodeJS.ProcessEnv {
  const has = Object.keys(variables).some((name) => name.toUpperCase() === 'PATH');
  return has ? variables : { ...variables, PATH: process.env['PATH'] };
}

function broken(name: string, next: string): Failure {
  return new Failure(
    'venv-broken',
    `The Python environment \`${name}\` has no Python that runs: the one it was made with may be gone.`,
    {
      next,
    },
  );
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function portable(path: string): string {
  return path.split(sep).join('/');
}
