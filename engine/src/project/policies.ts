import { isRecord } from '../language/isRecord.ts';
import type { Json, Path, Tree } from '../language/tree.ts';
import { onceForEach } from './onceForEach.ts';
import type { Project } from './project.ts';
import { entriesAt, isList, textsAt, valueAt } from './read.ts';
import type { SpecFile } from './specFile.ts';

/** A policy as its file has it. What is wrong in the file is left out here; its problems say so. */
export interface Policy {
  readonly name: string;
  /** Path relative to the project root. */
  readonly file: string;
  readonly tree: Tree;
  /** Names of models and globs over them. */
  readonly appliesTo: readonly { readonly text: string; readonly path: Path }[];
  /** Guarded aliases, in the order of the file. */
  readonly aliases: ReadonlyMap<string, readonly Gate[]>;
  readonly roles: readonly string[];
}

export interface Gate {
  readonly path: Path;
  readonly alias: string;
  readonly name: string | undefined;
  /** The keys of the gate. */
  readonly values: Readonly<Record<string, Json>>;
}

/** The policy in this file; undefined where its first key names none. */
export const readPolicy: (file: SpecFile) => Policy | undefined = onceForEach(({ kind, name, path, tree }) => {
  if (kind !== 'policy' || name === undefined) return undefined;
  const aliases = entriesAt(tree, ['aliases']).map(([alias]) => [alias, readGates(tree, alias)] as const);
  return {
    name,
    file: path,
    tree,
    appliesTo: textsAt(tree, ['applies_to']),
    aliases: new Map(aliases),
    roles: entriesAt(tree, ['roles']).map(([role]) => role),
  };
});

function readGates(tree: Tree, alias: string): readonly Gate[] {
  const path = ['aliases', alias, 'gates'];
  const list = valueAt(tree, path);
  if (!isList(list)) return [];
  return list.flatMap((values, index) => {
    const name = isRecord(values) ? values['name'] : undefined;
    const gate = { path: [...path, index], alias, name: typeof name === 'string' ? name : undefined };
    return isRecord(values) ? [{ ...gate, values }] : [];
  });
}

/** All policies of the project, in the order of its files. */
export function policies(project: Project): readonly Policy[] {
  return project.index.files('policy').flatMap((file) => readPolicy(file) ?? []);
}

/** The policy that judges a model: the most specific one. Several that are equally specific are all given; none, an empty list. */
export function policiesFor(project: Project, model: string): readonly Policy[] {
  let best = -1;
  let found: Policy[] = [];
  for (const policy of policies(project)) {
    const specificity = Math.max(-1, ...policy.appliesTo.map(({ text }) => specificityOf(text, model)));
    if (specificity < 0 || specificity < best) continue;
    found = specificity > best ? [policy] : [...found, policy];
    best = specificity;
  }
  return found;
}

/** How closely a name or glob fits a model: a name beats every glob, a glob by the length of what stands before its first sign. */
export function specificityOf(pattern: string, model: string): number {
  if (pattern === model) return Number.POSITIVE_INFINITY;
  return globMatches(pattern, model) ? pattern.search(/[*?]/) : -1;
}

/** `*` stands for any characters, `?` for one. Takes time linear to the product of both at most. */
export function globMatches(pattern: string, text: string): boolean {
  let [at, sign] = [0, 0];
  // Where the last `*` stands, and up to where it has been taken to reach.
  let [star, reached] = [-1, 0];
  while (at < text.length) {
    if (pattern[sign] === '*') [star, reached, sign] = [sign, at, sign + 1];
    else if (sign < pattern.length && (pattern[sign] === '?' || pattern[sign] === text[at]))
      [at, sign] = [at + 1, sign + 1];
    else if (star >= 0) {
      reached += 1;
      [at, sign] = [reached, star + 1];
    } else return false;
  }
  return /^\**$/.test(pattern.slice(sign));
}
