import { parseModelReference } from '../language/modelReference.ts';
import type { Project } from './project.ts';
import { textAt, valueAt } from './read.ts';
import type { SpecFile } from './specFile.ts';

/** What names a monitor and what it watches, as far as its file says. */
export interface MonitorHead {
  readonly name: string;
  readonly file: SpecFile;
  /** As `model` has it: NAME, NAME:VERSION or NAME@ALIAS. */
  readonly reference: string;
  /** Name of the model alone. */
  readonly model: string;
  /** Whether it asks how inputs are distributed. */
  readonly asksForDrift: boolean;
}

/** Monitors of the project that name a model, in the order of its files. */
export function monitorHeads(project: Project): readonly MonitorHead[] {
  return project.index.files('monitor').flatMap((file) => headOf(file) ?? []);
}

/** Paths, as monitors write them, of the stored baselines that they name as their reference. */
export function baselineFiles(project: Project): ReadonlySet<string> {
  const named = project.index.files('monitor').flatMap(({ tree }) => textAt(tree, ['reference', 'baseline']) ?? []);
  return new Set(named.filter((path) => path.endsWith('.baseline.json')));
}

function headOf(file: SpecFile): MonitorHead | undefined {
  const reference = textAt(file.tree, ['model']);
  const parsed = parseModelReference(reference ?? '');
  if (file.name === undefined || reference === undefined || parsed === undefined || parsed.kind === 'run')
    return undefined;
  return {
    name: file.name,
    file,
    reference,
    model: parsed.name,
    asksForDrift: valueAt(file.tree, ['drift']) !== undefined,
  };
}
