import { PROJECT_FILE } from '../../../../engine/src/language/kinds.ts';
import { nodeAt, type Path } from '../../../../engine/src/language/node.ts';
import { parseShare } from '../../../../engine/src/language/values.ts';
import { scriptOf } from '../../../../engine/src/project/programFiles.ts';
import type { Project } from '../../../../engine/src/project/project.ts';
import { entriesAt, valueAt } from '../../../../engine/src/project/read.ts';
import { constantText } from '../../../../engine/src/project/specValue.ts';
import { overlap } from '../edits/edit.ts';
import { remove } from '../edits/remove.ts';
import { type FileEdits, type Fix, type Fixing, inFile, place } from './fix.ts';
import { removal } from './keys.ts';
import { declareParam, instead } from './names.ts';

/** An input that the model must not see. */
export function leakingInput(fixing: Fixing): readonly Fix[] {
  const path = inputPath(fixing);
  return path === undefined
    ? []
    : removal(fixing, path, `Remove the input \`${String(path.at(-1))}\``, { preferred: true });
}

/** `steps.ID.with.columns.NAME`. */
function inputPath({ tree, start }: Fixing): Path | undefined {
  const { path } = tree.pathAt(start);
  return path.length >= 5 && path[3] === 'columns' ? path.slice(0, 5) : undefined;
}

/** A param that nothing reads, with the values that environments give it. */
export function unusedParam(fixing: Fixing): readonly Fix[] {
  const { project } = fixing;
  const { path } = fixing.tree.pathAt(fixing.start);
  if (path[0] !== 'params' || path.length < 2) return [];
  const name = String(path[1]);
  const isOfOthers = [...project.pipelines.values()].some(
    ({ file, params }) => file !== fixing.file.path && params.has(name),
  );
  const elsewhere = isOfOthers ? [] : environmentValues(project, name);
  return removal(fixing, ['params', name], `Remove the param \`${name}\``, { preferred: true }).map((fix) => ({
    ...fix,
    edits: [...fix.edits, ...elsewhere],
  }));
}

/** Edits that take the values of a param out of the environments of modelyard.yaml. */
function environmentValues({ files }: Project, name: string): readonly FileEdits[] {
  const tree = files.get(PROJECT_FILE)?.tree;
  if (tree === undefined) return [];
  const paths = entriesAt(tree, ['environments']).map(([environment]) => ['environments', environment, 'params', name]);
  const edits = paths.filter((each) => nodeAt(tree.root, each) !== undefined).flatMap((each) => remove(tree, each));
  return edits.length === 0 || overlap(edits) ? [] : [{ file: PROJECT_FILE, edits }];
}

/** A param `seed` of the pipeline, and the learner that uses it. */
export function seed(fixing: Fixing): readonly Fix[] {
  const { file, tree } = fixing;
  const step = tree.pathAt(fixing.start).path.slice(0, 2);
  const own = [...step, 'with', 'params', 'seed'];
  const given = nodeAt(tree.root, ['params', 'seed']) !== undefined;
  const use = place(fixing.file, own, '${{ params.seed }}');
  if (use.length === 0) return [];
  const declare = given ? [] : declareParam(file, 'seed', 7);
  const title = given ? 'Use the param `seed`' : 'Add a param `seed` and use it';
  return [
    ...inFile(fixing, title, [...declare, ...use], { preferred: true }),
    ...inFile(fixing, 'Write `seed: 7`', place(fixing.file, own, 7)),
  ];
}

/** The validation rows of the split whose training rows the step reads. */
export function validation(fixing: Fixing): readonly Fix[] {
  const { file, tree } = fixing;
  const id = String(tree.pathAt(fixing.start).path[1]);
  const data = valueAt(tree, ['steps', id, 'with', 'data']);
  const source = typeof data === 'string' ? /^\$\{\{\s*steps\.(\w+)\.train\s*\}\}$/.exec(data)?.[1] : undefined;
  const split = source === undefined ? undefined : file.pipeline?.steps.get(source);
  if (split?.kind !== 'uses' || split.uses !== 'data/split') return [];
  const share = valueAt(tree, [...split.path, 'with', 'validation']);
  const gives = place(fixing.file, ['steps', id, 'with', 'validation'], `\${{ steps.${split.id}.validation }}`);
  const has = parseShare(share ?? 0) !== 0;
  const cut = has ? [] : place(fixing.file, [...split.path, 'with', 'validation'], '15%');
  return inFile(fixing, `Look at \`steps.${split.id}.validation\``, [...cut, ...gives], { preferred: true });
}

/** A share for a part that a step reads. */
export function part(fixing: Fixing): readonly Fix[] {
  const { path, problem } = fixing;
  const { missing } = problem.data ?? {};
  if (missing === undefined) return [];
  return inFile(fixing, `Give the split \`${missing}: 15%\``, place(fixing.file, [...path, missing], '15%'), {
    preferred: true,
  });
}

/** A key of a split that has no effect: away with it, or cut the way it is for. */
export function splitKey(fixing: Fixing): readonly Fix[] {
  const { tree } = fixing;
  const { path } = tree.pathAt(fixing.start);
  const key = String(path.at(-1));
  const way = WAYS[key];
  const other = way === undefined ? [] : place(fixing.file, [...path.slice(0, -1), 'by'], way);
  return [...removal(fixing, path, `Remove \`${key}\``), ...inFile(fixing, `Split \`by: ${way}\``, other)];
}

const WAYS: Readonly<Record<string, string>> = { group: 'group', stratify: 'stratified' };

/** A key that goes with the other way of measuring; an evaluation that is none becomes one that is. */
export function evaluationKey(fixing: Fixing): readonly Fix[] {
  const { path } = fixing.tree.pathAt(fixing.start);
  const key = String(path.at(-1));
  return key === 'evaluation' ? instead(fixing) : removal(fixing, path, `Remove \`${key}\``);
}

/** Cuts in the order of time instead of by chance. */
export function splitByTime(fixing: Fixing): readonly Fix[] {
  const { tree, start } = fixing;
  const { path } = tree.pathAt(start);
  const step = path.slice(0, 3);
  const stratify = [...step, 'stratify'];
  const without = nodeAt(tree.root, stratify) === undefined ? [] : remove(tree, stratify);
  return inFile(fixing, 'Split `by: time`', [...place(fixing.file, [...step, 'by'], 'time'), ...without], {
    preferred: true,
  });
}

/** An item that stands twice. */
export function secondItem(fixing: Fixing): readonly Fix[] {
  const { path } = fixing.tree.pathAt(fixing.start);
  const at = path.findLastIndex((each) => typeof each === 'number');
  return at === -1 ? [] : removal(fixing, path.slice(0, at + 1), 'Remove the second one', { preferred: true });
}

/** The script of a program as its input. */
export function programInputs(fixing: Fixing): readonly Fix[] {
  const { file, tree } = fixing;
  const step = file.pipeline?.steps.get(String(tree.pathAt(fixing.start).path[1]));
  const script = step?.kind === 'run' ? scriptOf(step) : undefined;
  if (step === undefined || script === undefined) return [];
  return inFile(fixing, `List \`${script}\` as input`, place(fixing.file, [...step.path, 'inputs', 'code'], script), {
    preferred: true,
  });
}

/** A prefix for a view whose fields have names that are taken. */
export function prefix(fixing: Fixing): readonly Fix[] {
  const { file, tree } = fixing;
  const { path } = tree.pathAt(fixing.start);
  const at = path.findLastIndex((each) => typeof each === 'number');
  const join = path.slice(0, at + 1);
  const view = valueAt(tree, [...join, 'view']);
  const step = file.pipeline?.steps.get(String(path[1]));
  if (at === -1 || typeof view !== 'string' || step?.kind !== 'uses' || valueAt(tree, [...join, 'prefix'])) return [];
  const [entity] = entityColumns(step.with.get('features'), Number(path[at]));
  const text = `${entity ?? view}_`;
  return inFile(fixing, `Give it the prefix \`${text}\``, place(fixing.file, [...join, 'prefix'], text), {
    preferred: true,
  });
}

type Features = Parameters<typeof constantText>[0];

function entityColumns(features: Features, index: number): readonly string[] {
  const join = features?.kind === 'list' ? features.items[index] : undefined;
  const on = join?.kind === 'map' ? join.entries.get('on') : undefined;
  return on?.kind === 'map' ? [...on.entries.values()].flatMap((value) => constantText(value) ?? []) : [];
}
