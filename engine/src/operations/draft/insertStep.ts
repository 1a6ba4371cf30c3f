import { Failure } from '../../failure.ts';
import { entryEnd, isEmpty, lineBreak, lineEnd, type MapNode } from '../../language/edits/places.ts';
import { flowText } from '../../language/edits/scalarText.ts';
import { nodeAt } from '../../language/node.ts';
import { parseTree, type Tree } from '../../language/tree.ts';
import type { DraftParam, StepDraft } from './stepDraft.ts';
import { paramLines, stepLines } from './stepYaml.ts';

/** A pipeline of one step. */
export function newPipeline(name: string, draft: StepDraft, file: string): string {
  return [
    `# Run it: modelyard run ${name}`,
    `pipeline: ${name}`,
    ...(draft.params.length === 0 ? [] : ['params:', ...draft.params.flatMap(paramLines).map((line) => `  ${line}`)]),
    'steps:',
    ...stepLines(draft, file).map((line) => `  ${line}`),
    '',
  ].join('\n');
}

/** The text of a pipeline with one more step behind its last, and the params of it; all else stays as it is written. */
export function insertStep(text: string, pipeline: string, draft: StepDraft, file: string): string {
  const tree = parseTree(text);
  const steps = nodeAt(tree.root, ['steps']);
  if (tree.problems.length > 0 || steps?.kind !== 'map' || steps.flow || tree.root?.kind !== 'map')
    throw new Failure('pipeline-not-editable', `No step can be added to ${pipeline} as it is written.`, {
      place: { file: pipeline },
      next: '`modelyard validate` says what is wrong in it; steps in `{}` are to stand in lines of their own.',
    });
  const edits = [stepEdit(tree, steps, stepLines(draft, file)), ...paramEdits(tree, tree.root, draft.params)];
  return edits
    .sort((a, b) => b.at - a.at)
    .reduce((whole, { at, text: put }) => whole.slice(0, at) + put + whole.slice(at), text);
}

interface Insertion {
  readonly at: number;
  readonly text: string;
}

function stepEdit(tree: Tree, steps: MapNode, lines: readonly string[]): Insertion {
  const broken = lineBreak(tree.text);
  const indent = indentOf(tree, steps);
  const between = isSpaced(tree, steps) ? broken : '';
  const at = lineEnd(tree, entryEnd(tree, steps.entries.at(-1)!));
  return { at, text: between + lines.map((line) => broken + indent + line).join('') };
}

/** Whether an empty line stands between steps. */
function isSpaced({ text }: Tree, { entries }: MapNode): boolean {
  return entries.length < 2 || /\n[ \t]*\r?\n/.test(text.slice(entries[0]!.keyStart, entries.at(-1)!.keyStart));
}

function indentOf(tree: Tree, map: MapNode): string {
  return ' '.repeat(tree.lines.position(map.entries[0]!.keyStart).character);
}

function paramEdits(tree: Tree, root: MapNode, params: readonly DraftParam[]): readonly Insertion[] {
  if (params.length === 0) return [];
  const broken = lineBreak(tree.text);
  const lines = params.flatMap(paramLines);
  const entry = root.byKey.get('params');
  if (entry === undefined) {
    const before = root.entries[root.entries.findIndex(({ key }) => key === 'steps') - 1];
    const block = ['params:', ...lines.map((line) => `  ${line}`)];
    if (before === undefined) return [{ at: 0, text: block.map((line) => line + broken).join('') }];
    return [{ at: lineEnd(tree, entryEnd(tree, before)), text: block.map((line) => broken + line).join('') }];
  }
  const map = entry.value;
  if (map.kind === 'map' && !map.flow && map.entries.length > 0) {
    const indent = indentOf(tree, map);
    const at = lineEnd(tree, entryEnd(tree, map.entries.at(-1)!));
    return [{ at, text: lines.map((line) => broken + indent + line).join('') }];
  }
  if (map.kind === 'map') {
    const last = map.entries.at(-1);
    const put = params.map((param) => `${param.name}: ${flowText(flowParam(param))}`).join(', ');
    const at = last === undefined ? map.start + 1 : Math.max(last.keyEnd, last.value.end);
    return [{ at, text: last === undefined ? put : `, ${put}` }];
  }
  const text = lines.map((line) => `${broken}  ${line}`).join('');
  return isEmpty(map) ? [{ at: lineEnd(tree, entry.keyEnd), text }] : [];
}

function flowParam({ type, default: value, choices, description }: DraftParam) {
  return {
    type,
    ...(value === undefined ? {} : { default: value }),
    ...(choices === undefined ? {} : { enum: [...choices] }),
    ...(description === undefined ? {} : { description }),
  };
}
