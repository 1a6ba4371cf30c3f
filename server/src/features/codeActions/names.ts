import { PROJECT_FILE } from '../../../../engine/src/language/kinds.ts';
import { nearest } from '../../../../engine/src/language/nearest.ts';
import { nodeAt } from '../../../../engine/src/language/node.ts';
import type { Edit } from '../edits/edit.ts';
import { append, insertEntry, put } from '../edits/put.ts';
import { type Fix, type Fixing, inFile, inOther, short } from './fix.ts';
import { rewrite } from './rewrite.ts';

/** Where some candidates are near, a menu shows those; else all, unless they are too many to choose from. */
const MOST = 10;
const MOST_NEAR = 3;

/** The names and values that would be right in place of the range; the nearest is the one to prefer. */
export function instead(fixing: Fixing): readonly Fix[] {
  const { file, problem, start, end } = fixing;
  const { replacement, candidates = [] } = problem.data ?? {};
  if (isShownAtKey(fixing)) return [];
  const few = candidates.length > MOST ? [] : candidates;
  const names = replacement === undefined ? few : nearestOf(fixing, replacement, candidates);
  return names.flatMap((name) => {
    const preferred = name === replacement || names.length === 1;
    return inFile(
      fixing,
      `Change to \`${short(name)}\``,
      rewrite(file, start, end, name),
      preferred ? { preferred } : {},
    );
  });
}

/** What was most likely meant, and what else is as near. */
function nearestOf({ tree, start, end }: Fixing, first: string, candidates: readonly string[]): readonly string[] {
  const written = tree.text.slice(start, end).replace(/^(["'])(.*)\1$/, '$2');
  const names = [first];
  while (names.length < MOST_NEAR) {
    const next = nearest(
      written,
      candidates.filter((name) => !names.includes(name)),
    );
    if (next === undefined) break;
    names.push(next);
  }
  return names;
}

/** A step that is waited for; a step does not wait for itself. */
export function unknownStep(fixing: Fixing): readonly Fix[] {
  const own = String(fixing.path[1]);
  const { problem } = fixing;
  const candidates = problem.data?.candidates?.filter((name) => name !== own) ?? [];
  if (problem.data?.replacement === own) return [];
  return instead({ ...fixing, problem: { ...problem, data: { ...problem.data, candidates } } });
}

/** A value of several lines is shown at its key, which must not be taken for it. */
function isShownAtKey({ tree, problem, start }: Fixing): boolean {
  const { path, part } = tree.pathAt(start);
  if (part !== 'key' || !VALUES.has(problem.code)) return false;
  const node = nodeAt(tree.root, path);
  return node?.kind === 'scalar' && tree.lines.position(node.start).line !== tree.lines.position(node.end).line;
}

const VALUES = new Set(['not-one-of', 'bad-format', 'out-of-range']);

/** The text that the rule gives, put in place of the range as it is. */
export function asGiven(fixing: Fixing): readonly Fix[] {
  const { problem, start, end } = fixing;
  const text = problem.data?.replacement;
  if (text === undefined) return [];
  return inFile(fixing, `Change to \`${short(text)}\``, [{ start, end, text }], { preferred: true, safe: true });
}

/** A number that would be allowed; it is the user who knows whether it is meant. */
export function nearestNumber(fixing: Fixing): readonly Fix[] {
  const { problem, start, end } = fixing;
  const text = problem.data?.replacement;
  return text === undefined ? [] : inFile(fixing, `Change to ${text}`, [{ start, end, text }], { preferred: true });
}

/** A param that an expression reads and the pipeline does not have. */
export function undeclaredParam(fixing: Fixing): readonly Fix[] {
  const { file, tree, start, end } = fixing;
  const name = /[A-Za-z_]\w*$/.exec(tree.text.slice(start, end))?.[0];
  if (file.kind !== 'pipeline' || name === undefined || !/^[a-z][a-z0-9_]*$/.test(name)) return instead(fixing);
  return [...instead(fixing), ...inFile(fixing, `Declare the param \`${name}\``, declareParam(file, name, 0))];
}

/** Edits that declare a param: below the others, else behind `description` or the name of the pipeline. */
export function declareParam({ tree }: Pick<Fixing, 'tree'>, name: string, value: string | number | boolean): Edit[] {
  if (nodeAt(tree.root, ['params']) !== undefined) return put(tree, ['params', name], value);
  const after = nodeAt(tree.root, ['description']) === undefined ? 'pipeline' : 'description';
  return insertEntry(tree, [], 'params', { [name]: value }, after);
}

/** A variable that modelyard.yaml does not list. */
export function variable(fixing: Fixing): readonly Fix[] {
  const settings = fixing.project.files.get(PROJECT_FILE);
  const name = /[A-Za-z_]\w*$/.exec(fixing.tree.text.slice(fixing.start, fixing.end))?.[0];
  if (settings === undefined || name === undefined) return instead(fixing);
  const title = `Allow \`${name}\` in ${PROJECT_FILE}`;
  return [...inOther(settings, title, append(settings.tree, ['env'], name), { preferred: true }), ...instead(fixing)];
}
