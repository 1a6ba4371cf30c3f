import { stepSchemas } from '../../../../engine/src/catalog/catalog.ts';
import type { FoundProblem } from '../../../../engine/src/checks/all.ts';
import { schemaAt } from '../../../../engine/src/language/schemas.ts';
import type { Json, Path, Tree } from '../../../../engine/src/language/tree.ts';
import type { Project } from '../../../../engine/src/project/project.ts';
import type { SpecFile } from '../../../../engine/src/project/specFile.ts';
import type { Edit } from '../edits/edit.ts';
import { put } from '../edits/put.ts';

/** A problem that is to be mended. */
export interface Fixing {
  readonly project: Project;
  readonly file: SpecFile;
  readonly tree: Tree;
  readonly problem: FoundProblem;
  /** Offsets of the range of the problem. */
  readonly start: number;
  readonly end: number;
  /** The value or key that the range begins at. */
  readonly path: Path;
}

/** One way to mend it: edits, or a command line of Modelyard. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly FileEdits[];
  /** Words after `modelyard`. */
  readonly line?: readonly string[];
  /** The one that is most likely meant. */
  readonly preferred?: boolean;
  /** Changes nothing but the mistake, so that saving may make it unasked. */
  readonly safe?: boolean;
}

export interface FileEdits {
  /** Path relative to the root. */
  readonly file: string;
  readonly edits: readonly Edit[];
}

export type FixMaker = (fixing: Fixing) => readonly Fix[];

export function fixing(project: Project, file: SpecFile, problem: FoundProblem): Fixing {
  const { tree } = file;
  const start = tree.lines.offset(problem.range.start);
  const end = tree.lines.offset(problem.range.end);
  return { project, file, tree, problem, start, end, path: problem.data?.path ?? tree.pathAt(start).path };
}

/** A fix within the file of the problem; none without edits. */
export function inFile(
  { file }: Pick<Fixing, 'file'>,
  title: string,
  edits: readonly Edit[],
  how: Pick<Fix, 'preferred' | 'safe'> = {},
): readonly Fix[] {
  return inOther(file, title, edits, how);
}

/** A fix within another file of the project. */
export function inOther(
  { path }: Pick<SpecFile, 'path'>,
  title: string,
  edits: readonly Edit[],
  how: Pick<Fix, 'preferred' | 'safe'> = {},
): readonly Fix[] {
  return edits.length === 0 ? [] : [{ title, edits: [{ file: path, edits }], ...how }];
}

/** Sets a value where the schema of the file has its key. */
export function place({ kind, tree }: SpecFile, path: Path, value: Json): Edit[] {
  const order = (map: Path) => {
    const known = kind && schemaAt(kind, tree.value, map, stepSchemas);
    return Object.keys(known?.schema.properties ?? {});
  };
  return put(tree, path, value, order);
}

/** One line of a text, short enough for a menu. */
export function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
}
