import { Failure } from '../failure.ts';
import { nearest } from '../language/nearest.ts';
import type { FeaturesSpec } from '../language/specs.generated.ts';
import type { Project } from './project.ts';
import { entriesAt } from './read.ts';
import type { SpecFile } from './specFile.ts';
import type { Examples, NamedJoin } from './tables.ts';

/** The file of a feature view; of two with one name the first by path. */
export function viewFile(project: Project, name: string): SpecFile | undefined {
  return project.views.get(name);
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

/** Whether all that steps join is told by views that are there and can be read to their ends. */
export function areJoinsKnown(project: Project, { features }: Pick<Examples, 'features'>): boolean {
  return features.every(({ view }) => {
    const file = view === undefined ? undefined : viewFile(project, view);
    return file !== undefined && file.tree.brokenAt === undefined;
  });
}

/** A field that a step joins to its rows. */
export interface JoinedField {
  readonly join: NamedJoin;
  /** Of the view. */
  readonly file: SpecFile;
  readonly field: string;
  /** Name in the table of examples. */
  readonly column: string;
}

/** The fields of all joins whose views are there. */
export function joinedFields(project: Project, made: Pick<Examples, 'features'>): readonly JoinedField[] {
  return made.features.flatMap((join) => {
    const file = join.view === undefined ? undefined : viewFile(project, join.view);
    if (file === undefined) return [];
    const known = entriesAt(file.tree, ['fields']).map(([name]) => name);
    const asked = join.fields && new Set(join.fields);
    const fields = asked === undefined ? known : known.filter((name) => asked.has(name));
    return fields.map((field): JoinedField => ({ join, file, field, column: join.prefix + field }));
  });
}
