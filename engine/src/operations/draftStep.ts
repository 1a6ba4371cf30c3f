import { posix as path } from 'node:path';
import { Failure, usage } from '../failure.ts';
import { ENDINGS } from '../language/kinds.ts';
import { nearest } from '../language/nearest.ts';
import { parseTree } from '../language/tree.ts';
import type { Host } from '../ports/host.ts';
import { PROJECT_VENVS } from '../ports/python.ts';
import { loadProject } from '../project/load.ts';
import type { Pipeline } from '../project/pipeline.ts';
import { scriptOf } from '../project/programFiles.ts';
import type { Project } from '../project/project.ts';
import { draftStep as draft } from './draft/draftStep.ts';
import { insertStep, newPipeline } from './draft/insertStep.ts';
import { modulesBeside } from './draft/modulesBeside.ts';
import { readNotebook } from './draft/notebookText.ts';
import { ownParams } from './draft/ownParams.ts';
import { readScript, type ScriptFacts } from './draft/python/readScript.ts';
import type { StepDraft } from './draft/stepDraft.ts';
import { snakeCase } from './init/draft/snakeNames.ts';
import { nameFrom } from './init/emptyProject.ts';
import { operation } from './operation.ts';
import { projectRoot } from './project.ts';

export interface DraftedStep {
  /** Of the project, absolute. */
  readonly folder: string;
  readonly pipeline: string;
  /** Path of the pipeline in the project. */
  readonly file: string;
  readonly isNew: boolean;
  readonly step: string;
  /** On which its id stands, counted from 1. */
  readonly line: number;
  readonly params: readonly string[];
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** What a look at the text does not tell. */
  readonly notes: readonly string[];
  /** Of the whole pipeline. */
  readonly text: string;
  readonly written: boolean;
}

/** Larger texts are no programs that somebody wrote. */
const MOST = 20 * 1024 * 1024;

/** `draft step`: a step from a script or notebook, which is read as text and never run. */
export const draftStep = operation({
  name: 'draft step',
  title: 'Make a step from a script or notebook, which is read and not run',
  examples: [
    { command: 'modelyard draft step train.py', does: 'A pipeline `train` of one step that runs the script.' },
    {
      command: 'modelyard draft step report.ipynb --pipeline train',
      does: 'One more step of a pipeline that is there; comments and order stay.',
    },
  ],
  arguments: {
    file: {
      type: 'string',
      description: 'A Python script or a notebook in the project.',
      positional: true,
      required: true,
    },
    pipeline: {
      type: 'string',
      description:
        'The pipeline it becomes part of; made when it is not there. Default: a new one, named after the file.',
      placeholder: 'NAME',
    },
    step: { type: 'string', description: 'Id of the step. Default: after the file.', placeholder: 'ID' },
    'dry-run': { type: 'boolean', description: 'Only print the pipeline as it would be.' },
  },
  result: 'draft-step',
  async run(host, args): Promise<DraftedStep> {
    const root = await projectRoot(host);
    const file = await fileIn(host, root, args.file);
    const project = await loadProject(host.files, root);
    const name = args.pipeline ?? freeName(project, nameFrom(path.basename(file).replace(/\.\w+$/, '')));
    const before = project.pipelines.get(name);
    refuseName(name, before, project);
    const id = stepId(
      args.step ?? snakeCase(path.basename(file).replace(/\.\w+$/, '')),
      before,
      args.step !== undefined,
    );
    refuseTwice(file, before);
    const drafted = ownParams(await drafting(host, { root, file, id, pipeline: before }), before, file);
    const target = before?.file ?? `${name}${ENDINGS.pipeline}`;
    const text = before ? insertStep(before.tree.text, target, drafted, file) : newPipeline(name, drafted, file);
    if (!args['dry-run']) await write(host, { root, target, text, before });
    return {
      ...{ folder: root, pipeline: name, file: target, isNew: before === undefined, step: id },
      line: parseTree(text).range(['steps', id], 'key').start.line + 1,
      params: drafted.params.map((param) => param.name),
      inputs: drafted.inputs.map((input) => input.name),
      outputs: drafted.outputs.map((output) => output.name),
      ...{ notes: drafted.notes, text, written: !args['dry-run'] },
    };
  },
});

/** The program's path in the project. */
async function fileIn(host: Host, root: string, given: string): Promise<string> {
  const portable = given.replaceAll('\\', '/');
  const absolute = /^(?:\/|[A-Za-z]:\/)/.test(portable) ? path.normalize(portable) : path.join(host.folder, portable);
  if (!/\.(py|ipynb)$/i.test(portable))
    throw usage(
      `${given} is neither a Python script nor a notebook.`,
      'Name a file that ends in .py or .ipynb; other programs are written into `run:` by hand.',
    );
  const stat = await host.files.stat(absolute);
  if (stat?.kind !== 'file')
    throw new Failure('file-not-found', `There is no file ${given}.`, {
      next: 'Paths are relative to where you stand.',
    });
  const inside = path.relative(root, absolute);
  if (inside.startsWith('../') || path.isAbsolute(inside))
    throw new Failure('path-outside', `${given} lies outside the project in ${root}.`, {
      next: 'Move it into the project first.',
    });
  if (stat.size > MOST)
    throw new Failure('file-too-large', `${given} holds more than ${MOST / 1024 / 1024} MB.`, {
      next: 'Clear the outputs of a notebook and save it again.',
    });
  return inside;
}

function freeName(project: Project, name: string): string {
  let free = name;
  for (let number = 2; project.pipelines.has(free); number += 1) free = `${name}-${number}`;
  return free;
}

function refuseName(name: string, before: Pipeline | undefined, project: Project): void {
  if (before !== undefined) return;
  if (!/^[a-z][a-z0-9]*([-_][a-z0-9]+)*$/.test(name)) {
    const near = nearest(name, [...project.pipelines.keys()]);
    throw usage(
      `\`${name}\` cannot be the name of a pipeline.`,
      near ? `Did you mean \`${near}\`?` : 'Such as `train-model`: small letters, digits and hyphens.',
    );
  }
  const file = `${name}${ENDINGS.pipeline}`;
  if (project.files.has(file))
    throw new Failure('files-differ', `There is a file ${file} already, and it is no pipeline \`${name}\`.`, {
      next: 'Name another with `--pipeline`.',
    });
}

function stepId(id: string, before: Pipeline | undefined, isAsked: boolean): string {
  if (!/^[a-z][a-z0-9_]*$/.test(id))
    throw usage(`\`${id}\` cannot be the id of a step.`, 'Such as `train`: small letters, digits and `_`.');
  const isTaken = (one: string) => before?.steps.has(one) === true;
  if (isAsked && isTaken(id)) throw usage(`The pipeline has a step \`${id}\` already.`, 'Name another with `--step`.');
  let free = id;
  for (let number = 2; isTaken(free); number += 1) free = `${id}_${number}`;
  return free;
}

function refuseTwice(file: string, before: Pipeline | undefined): void {
  const there = [...(before?.steps.values() ?? [])].find((step) => step.kind === 'run' && scriptOf(step) === file);
  if (there !== undefined && before !== undefined)
    throw new Failure('step-there', `Step \`${there.id}\` of ${before.file} runs ${file} already.`, {
      place: { file: before.file, line: there.range.start.line + 1 },
      next: 'Change that step, or name another pipeline with `--pipeline`.',
    });
}

interface Drafting {
  readonly root: string;
  readonly file: string;
  readonly id: string;
  readonly pipeline: Pipeline | undefined;
}

async function drafting(host: Host, { root, file, id, pipeline }: Drafting): Promise<StepDraft> {
  const text = (await host.files.read(path.join(root, file))) ?? '';
  const notebook = /\.ipynb$/i.test(file) ? readNotebook(text, file) : undefined;
  const facts = readScript(notebook?.code ?? text, file);
  const parameters: ScriptFacts['settings'] | undefined =
    notebook && (notebook.parameters === undefined ? new Map() : readScript(notebook.parameters, file).settings);
  const isThere = async (one: string) => (await host.files.stat(path.join(root, one))) !== undefined;
  return draft({
    ...{ id, file, facts, isThere },
    ...(parameters === undefined ? {} : { parameters }),
    written: writtenBy(pipeline),
    modules: await modulesBeside(facts.modules, { file, root, files: host.files }),
    python: await pythonOf(host, root, file),
  });
}

function writtenBy(pipeline: Pipeline | undefined): ReadonlyMap<string, readonly string[]> {
  const written = new Map<string, string[]>();
  for (const step of pipeline?.steps.values() ?? [])
    if (step.kind === 'run' && step.matrix === undefined)
      for (const name of step.outputs.keys()) written.set(name, [...(written.get(name) ?? []), step.id]);
  return written;
}

/** An environment that is found by itself is not named: it need not have the same name on another machine. */
async function pythonOf(host: Host, root: string, file: string): Promise<StepDraft['python']> {
  const beside = path.dirname(file);
  const first = async (places: readonly string[], inside = ''): Promise<string | undefined> => {
    const stats = await host.files.stats(places.map((place) => path.join(root, place, inside)));
    return places.find((_, at) => stats[at]?.kind === 'file');
  };
  const own = await first([...PROJECT_VENVS], 'pyvenv.cfg');
  const venv =
    own === undefined
      ? await first([...PROJECT_VENVS.map((one) => path.join(beside, one)), 'env', '.env'], 'pyvenv.cfg')
      : undefined;
  const requirements = await first([path.join(beside, 'requirements.txt'), 'requirements.txt']);
  return { ...(venv === undefined ? {} : { venv }), ...(requirements === undefined ? {} : { requirements }) };
}

/** A file that somebody changed in between stays as it is. */
async function write(
  host: Host,
  {
    root,
    target,
    text,
    before,
  }: { readonly root: string; readonly target: string; readonly text: string; readonly before: Pipeline | undefined },
): Promise<void> {
  const file = path.join(root, target);
  if ((await host.files.read(file)) !== before?.tree.text)
    throw new Failure('files-differ', `${target} changed while it was read.`, { next: 'Try again.' });
  await host.files.write(file, text);
}
