import { checkProject } from '../../checks/all.ts';
import { Failure } from '../../failure.ts';
import type { Project } from '../../project/project.ts';

/**
 * What the text of a spec has wrong is told before data is read: its checks could not mean what they say.
 * @throws Failure `unknown-dataset`, `spec-problems` with file and line of the first
 */
export function checkDatasetSpecs(project: Project, names: readonly string[]): void {
  const { datasets } = project;
  const unknown = names.find((name) => !datasets.has(name));
  if (unknown !== undefined)
    throw new Failure('unknown-dataset', `There is no dataset \`${unknown}\`.`, {
      next: `There ${datasets.size === 1 ? 'is' : 'are'}: ${[...datasets.keys()].join(', ') || 'none'}.`,
    });
  const files = new Set(names.map((name) => datasets.get(name)!.file));
  const errors = checkProject(project).filter(({ file, severity }) => files.has(file) && severity === 'error');
  const [first] = errors;
  if (first === undefined) return;
  const more = errors.length === 1 ? '' : ` (and ${errors.length - 1} more)`;
  throw new Failure('spec-problems', `${first.message}${more}`, {
    next: 'Correct it; `modelyard validate` lists all problems and marks the places.',
    place: { file: first.file, line: first.range.start.line + 1 },
  });
}
