import { posix as path } from 'node:path';
import type { Command } from '../../ports/executor.ts';
import type { FoundPython, PythonFacts } from '../../ports/python.ts';
import type { RunArtifact } from '../../ports/runStore.ts';
import type { StepContext, StepPython } from '../../ports/step.ts';
import { isNotebook } from './notebook.ts';

export interface PythonCall {
  readonly command: Command;
  /** Folder of a Python environment in the project. */
  readonly venv?: string;
  /** File of the project that lists packages. */
  readonly requirements?: string;
}

/** A name that stands for whatever Python the project has; one with a version, such as `python3.12`, is that one. */
const NAME = /^(python3?|py)(\.exe)?$/i;
const VERSIONED = /^(python|pypy)[\d.]*w?(\.exe)?$/i;

/** The Python that a program runs in; undefined for programs that say nothing of Python. */
export async function pythonOf(call: PythonCall, context: StepContext): Promise<StepPython | undefined> {
  return asksForPython(call) ? context.python(call.venv) : undefined;
}

function asksForPython({ command, venv, requirements }: PythonCall): boolean {
  if (venv !== undefined || requirements !== undefined) return true;
  if (command.kind === 'shell') return /\bpython3?\b/.test(command.text);
  const [program] = command.arguments;
  return isNotebook(command) || namesPython(program);
}

export function namesPython(program: string): boolean {
  return NAME.test(program) || VERSIONED.test(program);
}

/** The command with the interpreter itself in the place of its name. */
export function withInterpreter(command: Command, python: FoundPython | undefined): Command {
  if (python === undefined || command.kind === 'shell' || !NAME.test(command.arguments[0])) return command;
  return { kind: 'arguments', arguments: [python.file, ...command.arguments.slice(1)] };
}

/** What of a Python decides what a program gives: a package that changes makes its step run again. */
export function pythonFingerprint({ implementation, version, packages }: PythonFacts): string {
  const listed = Object.entries(packages).filter(([name]) => !INSTALLERS.has(name));
  return [`${implementation} ${version}`, ...listed.map(([name, one]) => `${name}==${one}`).sort()].join('\n');
}

const INSTALLERS = new Set(['pip', 'setuptools', 'wheel', 'uv']);

/** Whether programs may log with `mlflow`, which is then worth a service. */
export async function hasMlflow(python: StepPython | undefined): Promise<boolean> {
  const { packages } = (await python?.facts()) ?? { packages: {} };
  return ['mlflow', 'mlflow-skinny', 'mlflow-tracing'].some((name) => Object.hasOwn(packages, name));
}

/** Files beside modelyard.yaml that say which packages a project wants. */
const LISTS = [
  'requirements.txt',
  'requirements-dev.txt',
  'pyproject.toml',
  'uv.lock',
  'poetry.lock',
  'Pipfile.lock',
  'environment.yml',
  'environment.yaml',
];

/** Says what was found, and keeps with the step's run what it is, what is installed, and what the project asks for. */
export async function recordPython(call: PythonCall, python: StepPython, context: StepContext): Promise<void> {
  const facts = await python.facts();
  if (facts === undefined) {
    context.log(`${python.file} (${python.why}) does not say what is installed in it.`);
    return;
  }
  context.log(`Python ${facts.version}: ${python.file} (${python.why})`);
  await context.record({
    artifacts: await pythonArtifacts({ python, facts, requirements: call.requirements }, context),
    tags: { [PYTHON_TAG]: facts.version },
  });
}

/** Holds the version of the Python that a run was made in. */
export const PYTHON_TAG = 'modelyard.python';

/** What is kept with a run of a Python and of the lists of packages that its project has. */
export async function pythonArtifacts(
  { python, facts, requirements }: DescribedPython,
  place: Pick<StepContext, 'files' | 'artifacts' | 'projectRoot'>,
): Promise<readonly RunArtifact[]> {
  const lists = await keptLists(requirements, place);
  const document = {
    python: facts.version,
    implementation: facts.implementation,
    platform: facts.platform,
    interpreter: python.file,
    found: python.why,
    requirements: lists.map(({ path }) => path),
    packages: facts.packages,
  };
  const kept = await place.artifacts.putBytes(`${JSON.stringify(document, undefined, 2)}\n`);
  return [
    { path: 'environment/python.json', ...kept },
    ...lists.map((one) => ({ ...one, path: `environment/${one.path}` })),
  ];
}

export interface DescribedPython {
  readonly python: Pick<FoundPython, 'file' | 'why'>;
  readonly facts: PythonFacts;
  /** File of the project that lists packages, where a step names one. */
  readonly requirements?: string | undefined;
}

async function keptLists(
  requirements: string | undefined,
  { files, artifacts, projectRoot }: Pick<StepContext, 'files' | 'artifacts' | 'projectRoot'>,
): Promise<readonly RunArtifact[]> {
  const names = [...new Set([...(requirements === undefined ? [] : [path.normalize(requirements)]), ...LISTS])];
  const inside = names.filter((name) => !name.startsWith('../') && !path.isAbsolute(name));
  const stats = await files.stats(inside.map((name) => path.join(projectRoot, name)));
  const there = inside.filter((_, at) => stats[at]?.kind === 'file');
  return Promise.all(
    there.map(async (name) => ({ path: name, ...(await artifacts.put(path.join(projectRoot, name))) })),
  );
}
