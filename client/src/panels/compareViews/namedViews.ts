import type { CompareView } from '../../../../webviews/compare/protocol.ts';
import { readViewFile, type ViewFile } from './viewFile.ts';

/** A view that has a name, and where it is kept. */
export interface NamedViewOf<F> {
  readonly name: string;
  readonly view: CompareView;
  /** Its file; null: in the workspace, for this user alone. */
  readonly file: F | null;
}

/** A file that should hold a view. */
export interface UnreadableViewOf<F> {
  readonly file: F;
  readonly wrong: ViewFile & { readonly kind: 'wrong' };
}

/** A file with its text, or why nobody can read it. */
export type FoundFile<F> = { readonly file: F; readonly text: string } | { readonly file: F; readonly refusal: string };

export interface NamedViews<F> {
  /** By name. */
  readonly views: readonly NamedViewOf<F>[];
  readonly unreadable: readonly UnreadableViewOf<F>[];
}

/** Views of the workspace and of files; of two with one name the file is meant, and a file that holds none takes no other with it. */
export function namedViews<F>(
  kept: Readonly<Record<string, CompareView>>,
  files: readonly FoundFile<F>[],
): NamedViews<F> {
  const views = new Map<string, NamedViewOf<F>>(
    Object.entries(kept).map(([name, view]) => [name, { name, view, file: null }]),
  );
  const unreadable: UnreadableViewOf<F>[] = [];
  for (const found of files) {
    const read = 'text' in found ? readViewFile(found.text) : notReadable(found.refusal);
    if (read.kind === 'view') views.set(read.name, { name: read.name, view: read.view, file: found.file });
    else unreadable.push({ file: found.file, wrong: read });
  }
  return { views: [...views.values()].sort((a, b) => a.name.localeCompare(b.name, 'en')), unreadable };
}

function notReadable(why: string): ViewFile {
  return { kind: 'wrong', message: `It cannot be read: ${why}.`, place: { line: 0, column: 0 } };
}
