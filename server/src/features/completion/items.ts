import { type CompletionItem, InsertTextFormat, InsertTextMode } from 'vscode-languageserver';
import { comparePositions, type Range } from '../../../../engine/src/language/problem.ts';
import type { Spot } from '../spot.ts';
import type { Ask } from './ask.ts';
import { type Choice, type Doc, RANKS } from './choice.ts';
import type { Span } from './line.ts';
import { plainText } from './snippet.ts';

/** What the client can do with items; everything where not said. */
export interface CompletionOptions {
  readonly snippets?: boolean;
  /** Whether it keeps lines as they are (`insertTextMode: asIs`), rather than indenting them like the line of the cursor. */
  readonly asIs?: boolean;
  /** Whether it shows what stands behind a label beside it. */
  readonly labelDetails?: boolean;
}

/** What an item tells its resolution. */
export interface ItemData {
  readonly file: string;
  readonly doc: Doc;
}

/** Choices as items of LSP, in their order; of several with one label the first. */
export function itemsOf(choices: readonly Choice[], ask: Ask, options: CompletionOptions): CompletionItem[] {
  const unique = new Map<string, Choice>();
  for (const choice of choices) if (!unique.has(choice.label)) unique.set(choice.label, choice);
  const ranges = new Ranges(ask.spot);
  const width = String(unique.size).length;
  return [...unique.values()].flatMap((choice, index) => {
    const range = ranges.of(choice.span ?? ask.where);
    if (range === undefined) return [];
    const sortText = `${RANKS.indexOf(choice.rank)}${String(index).padStart(width, '0')}`;
    return [itemOf(choice, { ask, range, sortText, options })];
  });
}

/** The range of each span once; undefined for one that an edit cannot have, since it leaves the line of the cursor. */
class Ranges {
  readonly #spot: Spot;
  readonly #known = new Map<string, Range | undefined>();

  constructor(spot: Spot) {
    this.#spot = spot;
  }

  of({ start, end }: Span): Range | undefined {
    const key = `${start} ${end}`;
    if (!this.#known.has(key)) this.#known.set(key, this.#rangeOf(start, end));
    return this.#known.get(key);
  }

  #rangeOf(start: number, end: number): Range | undefined {
    const { file, offset } = this.#spot;
    const range = file.tree.lines.range(Math.min(start, offset), Math.max(end, offset));
    return range.start.line === range.end.line && comparePositions(range.start, range.end) <= 0 ? range : undefined;
  }
}

interface Written {
  readonly ask: Ask;
  readonly range: Range;
  readonly sortText: string;
  readonly options: CompletionOptions;
}

function itemOf(choice: Choice, { ask, range, sortText, options }: Written): CompletionItem {
  const { snippets = true, asIs = true, labelDetails = true } = options;
  const description = choice.detail === '' ? undefined : choice.detail;
  const { file } = ask.spot;
  const isSnippet = choice.isSnippet === true && snippets;
  const text = choice.isSnippet === true && !snippets ? plainText(choice.text) : choice.text;
  const line = file.tree.lines.line(range.start.line);
  const lead = choice.span === undefined ? ask.where.lead : '';
  const newText = lead + (asIs ? text : unindented(text, /^[ \t]*/.exec(line)![0]));
  return {
    label: choice.label,
    kind: choice.kind,
    ...(description === undefined ? {} : labelDetails ? { labelDetails: { description } } : { detail: description }),
    sortText,
    filterText: choice.filter ?? choice.label,
    textEdit: { range, newText },
    ...(isSnippet ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
    ...(asIs && newText.includes('\n') ? { insertTextMode: InsertTextMode.asIs } : {}),
    ...(choice.deprecated ? { deprecated: true } : {}),
    ...(choice.doc === undefined ? {} : { data: { file: file.path, doc: choice.doc } satisfies ItemData }),
  };
}

/** Without the indentation that the client adds itself. */
function unindented(text: string, base: string): string {
  return base === '' ? text : text.replaceAll(`\n${base}`, '\n');
}
