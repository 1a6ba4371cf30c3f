import type { Told, ViewQuestion, ViewQuestions } from '../../../server/src/views/viewQuestions.ts';
import { keyOf, type Row } from './row.ts';
import { projectLook } from './rows/experimentItem.ts';
import { refusalLook } from './rows/messageItem.ts';

/** What sources of rows stand on. */
export interface Asker {
  /** @param root address of the project's folder */
  ask<Q extends ViewQuestion>(
    root: string,
    question: Q,
    params: ViewQuestions[Q]['params'],
  ): Promise<Told<ViewQuestions[Q]['answer']>>;
  projects(): Promise<readonly Project[]>;
  now(): number;
}

export interface Project {
  readonly root: string;
  readonly name: string;
  /** Where it lies, as the user knows it. */
  readonly folder: string;
}

/** The rows of the only project, or a row for each of several. */
export async function byProject(
  projects: readonly Project[],
  rowsOf: (root: string) => Promise<readonly Row[]>,
  orElse: (root: string) => readonly Row[],
): Promise<readonly Row[]> {
  const [first, ...others] = projects;
  if (first === undefined) return [];
  if (others.length === 0) return rowsOf(first.root);
  return projects.map(({ root, name, folder }) => ({
    key: keyOf(root),
    look: projectLook(name, folder),
    subject: { root },
    isOpen: true,
    children: async () => {
      const rows = await rowsOf(root);
      return rows.length === 0 ? orElse(root) : rows;
    },
  }));
}

/** In place of rows that were refused; none where the view itself says that nobody answers. */
export function refusal(parent: string, refused: Extract<Told<never>, { readonly kind: 'refused' }>): readonly Row[] {
  if (refused.reason === 'server-not-running') return [];
  return [{ key: keyOf(parent, 'refused'), look: refusalLook(refused), subject: { root: '' } }];
}

/** The first rows of a list that is known in full, and one that shows more. */
export function cutAt(shown: number, rows: readonly Row[], more: (hidden: number) => Row): readonly Row[] {
  return rows.length <= shown ? rows : [...rows.slice(0, shown), more(rows.length - shown)];
}
