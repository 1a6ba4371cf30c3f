import assert from 'node:assert/strict';
import type { CompletionItem, CompletionList } from 'vscode-languageserver';
import { type CompletionOptions, complete } from '../../server/src/features/completion.ts';
import { type EditorOptions, editor } from './editor.ts';

export interface Completions {
  readonly list: CompletionList;
  /** In the order in which a client shows them. */
  readonly items: readonly CompletionItem[];
  readonly labels: readonly string[];
  /** The text behind a label. */
  detail(label: string): string | undefined;
  /** The text of the file after this item was chosen; where its snippet leaves the cursor stands `<|>`, placeholders stay. */
  apply(label: string): string;
}

/** What is offered at the mark of a fixture. */
export async function completionsAt(
  fixture: string,
  { options = {}, ...from }: EditorOptions & { readonly options?: CompletionOptions } = {},
): Promise<Completions> {
  const spot = editor(fixture, from).spot();
  const list = await complete(spot, new AbortController().signal, options);
  const items = list.items.toSorted((a, b) => ((a.sortText ?? a.label) < (b.sortText ?? b.label) ? -1 : 1));
  const itemNamed = (label: string) => {
    const item = items.find((each) => each.label === label);
    assert.ok(item, `${label} is not among ${items.map((each) => each.label).join(', ')}`);
    return item;
  };
  return {
    list,
    items,
    labels: items.map(({ label }) => label),
    detail: (label) => itemNamed(label).labelDetails?.description,
    apply(label) {
      const { textEdit } = itemNamed(label);
      assert.ok(textEdit !== undefined && 'range' in textEdit);
      const { lines, text } = spot.file.tree;
      const start = lines.offset(textEdit.range.start);
      const end = lines.offset(textEdit.range.end);
      assert.equal(textEdit.range.start.line, textEdit.range.end.line, 'an edit stays on one line');
      assert.ok(start <= spot.offset && spot.offset <= end, 'an edit holds the cursor');
      return text.slice(0, start) + textEdit.newText + text.slice(end);
    },
  };
}

/** Labels of what is offered at the mark of a fixture, the best first. */
export async function completions(fixture: string, from: EditorOptions = {}): Promise<readonly string[]> {
  return (await completionsAt(fixture, from)).labels;
}
