import type { Pipeline } from '../../project/pipeline.ts';
import type { DraftParam, StepDraft } from './stepDraft.ts';

/**
 * The draft as part of a pipeline that has params: one that is there with the same default is shared, another of the same
 * name gets a name of its own. A notebook knows its params by their names only, so that it shares them.
 */
export function ownParams(draft: StepDraft, pipeline: Pipeline | undefined, file: string): StepDraft {
  if (pipeline === undefined) return draft;
  const isNotebook = /\.ipynb$/i.test(file);
  const notes = [...draft.notes];
  const renamed = new Map<string, string>();
  const params = draft.params.flatMap((param): readonly DraftParam[] => {
    const there = pipeline.params.get(param.name);
    if (there === undefined) return [param];
    if (isShared(param, there)) return [];
    if (isNotebook) {
      notes.push(
        `The pipeline’s \`${param.name}\` is ${String(there.default)}; in the notebook it is ${String(param.default)}.`,
      );
      return [];
    }
    const name = freeName(`${draft.id}_${param.name}`, pipeline);
    renamed.set(`\${{ params.${param.name} }}`, `\${{ params.${name} }}`);
    return [{ ...param, name }];
  });
  const word = (text: string) => renamed.get(text) ?? text;
  return {
    ...draft,
    ...{ params, notes },
    command: draft.command.map(word),
    inputs: draft.inputs.map((input) => ({ ...input, value: word(input.value) })),
  };
}

function isShared(param: DraftParam, there: { readonly type: string; readonly default: unknown }): boolean {
  return there.type === param.type && there.default === param.default;
}

function freeName(name: string, { params }: Pipeline): string {
  let free = name;
  for (let number = 2; params.has(free); number += 1) free = `${name}_${number}`;
  return free;
}
