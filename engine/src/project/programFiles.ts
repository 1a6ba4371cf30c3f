import { hasExpression } from '../language/expressions/template.ts';
import type { Path } from '../language/tree.ts';
import { splitWords } from '../language/words.ts';
import type { DatasetSource } from './dataset.ts';
import type { RunStep } from './pipeline.ts';
import { type Gate, policies } from './policies.ts';
import type { Project } from './project.ts';
import { isList } from './read.ts';
import { constantText } from './specValue.ts';

/** Paths, relative to the root, of all files that programs of the project need to be there. */
export function programFiles(project: Project): ReadonlySet<string> {
  const steps = [...project.pipelines.values()].flatMap((pipeline) => [...pipeline.steps.values()]);
  const paths = steps.flatMap((step) => {
    if (step.kind !== 'run') return [];
    const script = scriptOf(step);
    const inputs = inputPaths(step).map(([, path]) => path);
    return script === undefined ? inputs : [script, ...inputs];
  });
  const extracts = [...project.datasets.values()].flatMap(({ source }) => sourceScript(source) ?? []);
  const gates = policies(project).flatMap(({ aliases }) => [...aliases.values()].flat().flatMap(gateFiles));
  return new Set([...paths, ...extracts, ...gates.map(({ path }) => path)]);
}

const SCRIPT = /\.(py|mjs|cjs|js|ts|sh|r|jl|ipynb|pl|rb)$/i;

/** The script that a command starts: the first word with the ending of one, where no expression stands before it. */
export function scriptOf(step: RunStep): string | undefined {
  return scriptAmong(step.words?.map(constantText) ?? []);
}

/** A file that the program of a gate needs to be there: its script, or one of its inputs. */
export interface GateFile {
  readonly path: string;
  /** Place of the text that names it, and where in that text. */
  readonly at: Path;
  readonly start: number;
}

export function gateFiles({ path, values }: Gate): readonly GateFile[] {
  const { run, inputs } = values;
  const script = typeof run === 'string' ? commandScript(run) : undefined;
  const named = isList(inputs) ? inputs : [];
  return [
    ...(script === undefined ? [] : [{ path: script, at: [...path, 'run'], start: String(run).indexOf(script) }]),
    ...named.flatMap((text, index): GateFile[] => {
      if (typeof text !== 'string' || /[*?[{]|^\//.test(text)) return [];
      const file = text.replace(/^\.\//, '');
      return [{ path: file, at: [...path, 'inputs', index], start: text.length - file.length }];
    }),
  ];
}

/** The script that the program behind a dataset starts. */
export function sourceScript(source: DatasetSource): string | undefined {
  return source.kind === 'program' ? commandScript(source.command.text) : undefined;
}

function commandScript(command: string): string | undefined {
  const cut = splitWords(command);
  return cut.kind === 'words'
    ? scriptAmong(cut.words.map((word) => (hasExpression(word) ? undefined : word)))
    : undefined;
}

/** @param all words of a command, undefined where an expression gives one */
function scriptAmong(all: readonly (string | undefined)[]): string | undefined {
  const words = all.slice(0, 4);
  const script = words.find((word) => word === undefined || SCRIPT.test(word));
  if (script === undefined || script.startsWith('-') || script.startsWith('/')) return undefined;
  return script.replace(/^\.\//, '');
}

/** Paths of inputs that are files of the project. */
export function inputPaths(step: RunStep): readonly (readonly [name: string, path: string])[] {
  return [...step.inputs].flatMap(([name, { from }]) => {
    const path = constantText(from);
    return path === undefined ? [] : [[name, path.replace(/^\.\//, '')] as const];
  });
}
