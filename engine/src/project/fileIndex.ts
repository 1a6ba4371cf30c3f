import { KINDS, type Kind } from '../language/kinds.ts';
import type { SpecFile } from './specFile.ts';

/** The files of a project by kind and name. */
export interface FileIndex {
  /** In the order of the project's files. */
  files(kind: Kind): readonly SpecFile[];
  /** All that claim the name, in the order of the project's files. */
  named(kind: Kind, name: string): readonly SpecFile[];
  /** Whether one claims the name. */
  has(kind: Kind, name: string): boolean;
  /** Each once, sorted. */
  names(kind: Kind): readonly string[];
}

/** @param previous of the snapshot before: what did not change is taken from it */
export function indexFiles(files: Iterable<SpecFile>, previous?: FileIndex): FileIndex {
  return indexOf(byKind(files, previous));
}

function byKind(files: Iterable<SpecFile>, previous: FileIndex | undefined): ReadonlyMap<Kind, OneKind> {
  const lists = new Map<Kind, SpecFile[]>(KINDS.map((kind) => [kind, []]));
  for (const file of files) if (file.kind !== undefined) lists.get(file.kind)?.push(file);
  return new Map(
    [...lists].map(([kind, list]) => {
      const before = previous?.files(kind);
      return [kind, oneKind(before !== undefined && isSameList(before, list) ? before : list)] as const;
    }),
  );
}

/** On its own, so that the functions of an index do not keep the index before alive. */
function indexOf(kinds: ReadonlyMap<Kind, OneKind>): FileIndex {
  const of = (kind: Kind): OneKind => kinds.get(kind) ?? NONE;
  return {
    files: (kind) => of(kind).files,
    named: (kind, name) => of(kind).byName().get(name) ?? [],
    has: (kind, name) => of(kind).byName().has(name),
    names: (kind) => of(kind).names(),
  };
}

/** Whether two lists hold the same things in the same order. */
export function isSameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a === b || (a.length === b.length && a.every((item, index) => item === b[index]));
}

interface OneKind {
  readonly files: readonly SpecFile[];
  byName(): ReadonlyMap<string, readonly SpecFile[]>;
  names(): readonly string[];
}

const known = new WeakMap<readonly SpecFile[], OneKind>();

function oneKind(files: readonly SpecFile[]): OneKind {
  const before = known.get(files);
  if (before !== undefined) return before;
  let byName: ReadonlyMap<string, readonly SpecFile[]> | undefined;
  let names: readonly string[] | undefined;
  const made: OneKind = {
    files,
    byName: () => {
      byName ??= groupByName(files);
      return byName;
    },
    names: () => {
      names ??= [...made.byName().keys()].filter(Boolean).sort();
      return names;
    },
  };
  known.set(files, made);
  return made;
}

const NONE = oneKind([]);

function groupByName(files: readonly SpecFile[]): ReadonlyMap<string, readonly SpecFile[]> {
  const groups = new Map<string, SpecFile[]>();
  for (const file of files) {
    if (file.name === undefined) continue;
    const group = groups.get(file.name);
    if (group === undefined) groups.set(file.name, [file]);
    else group.push(file);
  }
  return groups;
}
