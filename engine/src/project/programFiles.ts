import type { RunStep } from './pipeline.ts';
import type { Project } from './project.ts';
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
  return new Set(paths);
}

const SCRIPT = /\.(py|mjs|cjs|js|ts|sh|r|jl|ipynb|pl|rb)$/i;

/** The script that a command starts: the first word with the ending of one, where no expression stands before it. */
export function scriptOf(step: RunStep): string | undefined {
  const words = step.words?.slice(0, 4).map(constantText) ?? [];
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
