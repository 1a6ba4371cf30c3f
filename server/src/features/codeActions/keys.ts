import { stepSchemas } from '../../../../engine/src/catalog/catalog.ts';
import type { FoundProblem } from '../../../../engine/src/checks/all.ts';
import { lineBreak } from '../../../../engine/src/language/edits/places.ts';
import { ENDINGS, type Kind } from '../../../../engine/src/language/kinds.ts';
import { nodeAt, type Path } from '../../../../engine/src/language/node.ts';
import { schemaAt } from '../../../../engine/src/language/schemas.ts';
import { put, putAll } from '../edits/put.ts';
import { entryAtKey, remove } from '../edits/remove.ts';
import { type Fix, type Fixing, inFile, place } from './fix.ts';
import { instead } from './names.ts';
import { skeleton } from './skeleton.ts';

/** A key that is none here: the one that was meant, or away with it. */
export function unknownKey(fixing: Fixing): readonly Fix[] {
  const key = String(fixing.path.at(-1));
  const meant = fixing.problem.data?.replacement;
  const rename = meant === undefined ? [] : instead(fixing).slice(0, 1);
  const isLacking = meant !== undefined && isRequired(fixing, [...fixing.path.slice(0, -1), meant]);
  return isLacking ? rename : [...rename, ...removal(fixing, fixing.path, `Remove \`${key}\``)];
}

/** Takes out what stands at a path, and what would be left empty by it unless its schema wants it. */
export function removal(
  fixing: Fixing,
  path: Path,
  title: string,
  how: { readonly preferred?: boolean; readonly safe?: boolean } = {},
): readonly Fix[] {
  return inFile(
    fixing,
    title,
    remove(fixing.tree, path, (each) => isRequired(fixing, each)),
    how,
  );
}

function isRequired({ file, tree }: Fixing, path: Path): boolean {
  const known = file.kind && schemaAt(file.kind, tree.value, path.slice(0, -1), stepSchemas);
  return known?.schema.required?.includes(String(path.at(-1))) ?? false;
}

export function duplicateKey(fixing: Fixing): readonly Fix[] {
  const { tree, start, end } = fixing;
  const title = `Remove the second \`${tree.text.slice(start, end)}\``;
  return inFile(fixing, title, [entryAtKey(tree, start, end)], { preferred: true });
}

/** A value that a list names again has no effect. */
export function duplicateValue(fixing: Fixing): readonly Fix[] {
  return removal(fixing, fixing.path, 'Remove the second one', { preferred: true, safe: true });
}

/** The key that is missing, or each of those of which one is. */
export function missingKey(fixing: Fixing): readonly Fix[] {
  const { path, problem } = fixing;
  const { missing, candidates = [] } = problem.data ?? {};
  if (missing === undefined)
    return candidates.flatMap((key) => inFile(fixing, `Add \`${key}\``, addition(fixing, [...path, key])));
  if (fixing.tree.root === undefined) return wholeFile(fixing);
  const title = `Add \`${missing}\``;
  return inFile(fixing, title, addition(fixing, [...path, missing]), { preferred: true });
}

/** All keys that one map lacks, where it lacks several. */
export function allMissing(fixing: Fixing, problems: readonly FoundProblem[]): readonly Fix[] {
  const { problem, file, tree } = fixing;
  if (problem.code !== 'missing-key' || problem.data?.missing === undefined || tree.root === undefined) return [];
  const at = JSON.stringify(problem.data.path);
  const keys = problems.flatMap(({ code, data }) =>
    code === 'missing-key' && data?.missing !== undefined && JSON.stringify(data.path) === at ? [data.missing] : [],
  );
  if (keys.length < 2) return [];
  const values = keys.map((key) => [key, skeleton(fixing, [...fixing.path, key])] as const);
  const edits = putAll(file.tree, fixing.path, Object.fromEntries(values));
  return inFile(fixing, `Add ${keys.map((key) => `\`${key}\``).join(', ')}`, edits);
}

function addition(fixing: Fixing, path: Path) {
  return place(fixing.file, path, skeleton(fixing, path));
}

/** An empty file: the name that the file has, and what its kind requires. */
function wholeFile(fixing: Fixing): readonly Fix[] {
  const { file, tree } = fixing;
  const { kind } = file;
  if (kind === undefined) return [];
  const known = schemaAt(kind, null, [], stepSchemas);
  const required = (known?.schema.required ?? []).filter((key) => key !== kind);
  const lines = [
    `${kind}: ${nameOf(kind, file.path)}`,
    ...required.map(
      (key) => put({ ...tree, text: '', root: undefined }, [key], skeleton(fixing, [key]))[0]?.text.trimEnd() ?? '',
    ),
  ];
  const broken = lineBreak(tree.text);
  const edit = { start: tree.text.length, end: tree.text.length, text: lines.join(broken) + broken };
  return inFile(fixing, `Begin a ${kind}`, [edit], { preferred: true });
}

/** `data/My Flights.dataset.yaml` is `my_flights`. */
function nameOf(kind: Kind, path: string): string {
  const base = path.slice(path.lastIndexOf('/') + 1);
  const stem = kind === 'project' ? (path.split('/').at(-2) ?? 'project') : base.slice(0, -ENDINGS[kind].length);
  const separator = kind === 'dataset' || kind === 'features' ? '_' : '-';
  const name = stem
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, separator)
    .replace(/^[^a-z]+|[-_]+$/g, '');
  return name === '' ? kind : name;
}

/** A value that is missing behind its key, or one of another type. */
export function wrongType(fixing: Fixing): readonly Fix[] {
  const { tree, path, problem } = fixing;
  if (problem.data?.replacement !== undefined) {
    const text = problem.data.replacement;
    const node = nodeAt(tree.root, path);
    if (node === undefined) return [];
    const edit = { start: node.start, end: node.end, text };
    return inFile(fixing, `Change to \`${text}\``, [edit], { preferred: true, safe: true });
  }
  const node = nodeAt(tree.root, path);
  const isEmpty = node?.kind === 'scalar' && node.start === node.end;
  if (!isEmpty || typeof path.at(-1) !== 'string') return [];
  const key = String(path.at(-1));
  return [
    ...inFile(fixing, `Give \`${key}\` a value`, place(fixing.file, path, skeleton(fixing, path)), { preferred: true }),
    ...(isRequired(fixing, path) ? [] : removal(fixing, path, `Remove \`${key}\``)),
  ];
}

/** The first key of a file of ours that is misspelt. */
export function firstKey(fixing: Fixing): readonly Fix[] {
  return instead(fixing).slice(0, 1);
}

/** A key that another one needs beside it; rules name it with its path. */
export function needed(fixing: Fixing): readonly Fix[] {
  const { problem, path } = fixing;
  const { missing, replacement } = problem.data ?? {};
  if (missing === undefined) return [];
  const value = replacement ?? skeleton(fixing, [...path, missing]);
  return inFile(fixing, `Add \`${missing}\``, place(fixing.file, [...path, missing], value), { preferred: true });
}

/** Sets the value at the path of the problem to what the rule says it must be. */
export function setValue(fixing: Fixing): readonly Fix[] {
  const { tree, problem, path } = fixing;
  const value = problem.data?.replacement;
  if (value === undefined) return [];
  const verb = nodeAt(tree.root, path) === undefined ? 'Add' : 'Set';
  return inFile(fixing, `${verb} \`${String(path.at(-1))}: ${value}\``, place(fixing.file, path, value), {
    preferred: true,
  });
}
