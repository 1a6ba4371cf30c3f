import { Failure } from '../failure.ts';
import { nearest } from '../language/nearest.ts';
import type { FeaturesSpec } from '../language/specs.generated.ts';
import type { Project } from './project.ts';
import type { SpecFile } from './specFile.ts';

/** The file of a feature view; of two with one name the first by path. */
export function viewFile(project: Project, name: string): SpecFile | undefined {
  return [...project.files.values()].find((file) => file.kind === 'features' && file.name === name);
}

/** @throws Failure `unknown-view` */
export function viewNamed(project: Project, name: string): FeaturesSpec {
  const file = viewFile(project, name);
  if (file !== undefined) return file.tree.value as unknown as FeaturesSpec;
  const names = project.names('features');
  const near = nearest(name, names);
  throw new Failure('unknown-view', `There is no feature view \`${name}\`.`, {
    next: near
      ? `Did you mean \`${near}\`?`
      : `There ${names.length === 1 ? 'is' : 'are'}: ${names.join(', ') || 'none'}.`,
  });
}
