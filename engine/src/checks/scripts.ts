import type { Path } from '../language/tree.ts';
import { splitWords } from '../language/words.ts';
import type { Dataset } from '../project/dataset.ts';
import { datasetOf, pipelineOf } from '../project/ofFile.ts';
import type { Pipeline, RunStep } from '../project/pipeline.ts';
import { inputPaths, scriptOf, sourceScript } from '../project/programFiles.ts';
import type { Project } from '../project/project.ts';
import type { Family, Found } from './rule.ts';

/** Programs of the user and the files they need. */
export const scripts: Family = {
  rules: [
    {
      code: 'command-syntax',
      title: 'A command cannot be cut into words',
      severity: 'error',
      pace: 'fast',
      docs: '`run` is cut into arguments by the POSIX rules for quotes; a quote is never closed here. A shell reads the text only with `shell`.',
    },
    {
      code: 'script-not-found',
      title: 'A script is not there',
      severity: 'error',
      pace: 'slow',
      docs: 'The program that `run` starts is a file of the project that is not there. Paths are relative to the folder of modelyard.yaml, where programs run.',
    },
    {
      code: 'input-not-found',
      title: 'A file that a program reads is not there',
      severity: 'error',
      pace: 'slow',
      docs: 'An input that is a path names a file or folder of the project, relative to the folder of modelyard.yaml.',
    },
    {
      code: 'uncached-program',
      title: 'A program is never cached, for want of inputs',
      severity: 'hint',
      pace: 'fast',
      docs: 'Without `inputs` nobody can tell whether the program would give the same again, so that it runs every time. List its code and the data it reads.',
    },
  ],
  *check(project, file) {
    const dataset = datasetOf(project, file);
    if (dataset !== undefined) yield* sourceProgram(project, dataset);
    const pipeline = pipelineOf(project, file);
    if (pipeline === undefined) return;
    for (const step of pipeline.steps.values()) if (step.kind === 'run') yield* program(project, pipeline, step);
  },
};

/** The program that writes the files of a dataset. */
function* sourceProgram(project: Project, { source, file, tree }: Dataset): Generator<Found> {
  if (source.kind !== 'program') return;
  const { text, path } = source.command;
  const at = (start: number, end: number) => ({
    file,
    range: tree.scalar(path)?.range(start, end) ?? tree.range(path),
  });
  const cut = splitWords(text);
  if (cut.kind === 'problem') yield { code: 'command-syntax', ...at(cut.offset, cut.offset + 1), message: cut.message };
  const script = sourceScript(source);
  if (script === undefined || project.facts.file(script).kind !== 'absent') return;
  const start = text.indexOf(script);
  yield { code: 'script-not-found', ...at(start, start + script.length), message: `There is no file \`${script}\`` };
}

function* program(project: Project, pipeline: Pipeline, step: RunStep): Generator<Found> {
  const { file, tree } = pipeline;
  const at = (path: Path) => ({ file, range: tree.range([...step.path, ...path]) });
  const cut = step.shell === undefined ? splitWords(step.command) : undefined;
  if (cut?.kind === 'problem') {
    const scalar = tree.scalar([...step.path, 'run']);
    const range = scalar?.range(cut.offset, cut.offset + 1) ?? tree.range([...step.path, 'run']);
    yield { code: 'command-syntax', file, range, message: cut.message };
  }
  const script = scriptOf(step);
  if (script !== undefined && project.facts.file(script).kind === 'absent')
    yield {
      code: 'script-not-found',
      ...scriptPlace(pipeline, step, script),
      message: `There is no file \`${script}\``,
    };
  for (const [name, path] of inputPaths(step))
    if (project.facts.file(path).kind === 'absent' && path !== script)
      yield { code: 'input-not-found', ...at(['inputs', name]), message: `There is no file \`${path}\`` };
  if (step.inputs.size === 0 && step.cache)
    yield { code: 'uncached-program', ...at(['run']), message: 'Without `inputs` this program runs every time' };
}

function scriptPlace({ file, tree }: Pipeline, step: RunStep, script: string): Pick<Found, 'file' | 'range'> {
  const path = [...step.path, 'run'];
  const start = step.command.indexOf(script);
  const range = start < 0 ? undefined : tree.scalar(path)?.range(start, start + script.length);
  return { file, range: range ?? tree.range(path) };
}
