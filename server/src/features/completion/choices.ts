import { CompletionItemKind } from 'vscode-languageserver';
import type { Schema } from '../../../../engine/src/language/schema.ts';
import { type Ask, followed } from './ask.ts';
import { bracedChoices } from './braces.ts';
import type { Choice } from './choice.ts';
import { commentChoices } from './comments.ts';
import { keyChoices } from './keys.ts';
import { skeleton } from './likely.ts';
import type { Names } from './names.ts';
import { formOf } from './skeleton.ts';
import { scalarBranches, valueChoices } from './values.ts';
import type { Where } from './where.ts';

/** Everything that can stand at a place. */
export async function choicesAt(ask: Ask): Promise<Names> {
  switch (ask.where.part) {
    case 'none':
      return NOTHING;
    case 'comment':
      return { choices: commentChoices(ask), awaited: false };
    case 'key':
      return isBrace(ask) ? { choices: bracedChoices(ask, '{'), awaited: false } : keyChoices(ask);
    case 'item':
      return itemChoices(ask);
    default:
      return beginning(ask);
  }
}

const NOTHING: Names = { choices: [], awaited: false };

/** `{` where a scalar is asked for is the beginning of `${{ }}`. */
function isBrace({ spot, where, place }: Ask): boolean {
  const { text } = spot.file;
  return (
    where.flow && place.contexts.length > 0 && text[spot.offset - 1] === '{' && isScalar({ place, kind: 'pipeline' })
  );
}

function isScalar({ place, kind }: Pick<Ask, 'place' | 'kind'>): boolean {
  return place.schema.type !== undefined && formOf(place.schema, kind) === 'scalar' && place.branches.length === 0;
}

/** The value of a key or an item begins, or is a scalar already. */
async function beginning(ask: Ask): Promise<Names> {
  const { where, place, kind } = ask;
  const forms = new Set([place.schema, ...place.branches].map((each) => formIn(followed(each, kind), kind)));
  const isWritten = where.part === 'value' && where.end > where.start && !isWord(ask);
  const found: Names[] = [];
  if (scalarBranches(ask).length > 0) found.push(await valueChoices(ask));
  if (!isWritten && where.style === 'plain') {
    if (forms.has('map')) found.push(await mapBelow(ask));
    if (forms.has('list')) found.push(await listBelow(ask));
  }
  return together(found);
}

function formIn(schema: Schema, kind: Ask['kind']): string {
  return schema.oneOf === undefined ? formOf(schema, kind) : 'union';
}

function isWord({ spot, where }: Ask): boolean {
  return /^[\w-]*$/.test(spot.file.text.slice(where.start, where.end));
}

function together(all: readonly Names[]): Names {
  return { choices: all.flatMap(({ choices }) => choices), awaited: all.some(({ awaited }) => awaited) };
}

/** Keys of the map that begins: on its own line, behind a dash, in braces, or below the key on whose line the cursor is. */
async function mapBelow(ask: Ask): Promise<Names> {
  const { where } = ask;
  if (where.part === 'start' && !where.flow) return keyChoices(ask);
  if (where.flow) return wrapped(await keyChoices(inside(ask, where)), ['{', '}']);
  const column = where.parentColumn + 2;
  const below = await keyChoices(inside(ask, { ...where, column }));
  return onNextLine(ask, below, `\n${' '.repeat(column)}`);
}

function inside(ask: Ask, where: Where): Ask {
  return { ...ask, where: { ...where, colon: false } };
}

function wrapped({ choices, awaited }: Names, [before, after]: readonly [string, string]): Names {
  const isBrace = after === '}';
  return {
    choices: choices.map((choice) => ({
      ...choice,
      text: before + choice.text + (isBrace && choice.isSnippet ? `\\${after}` : after),
    })),
    awaited,
  };
}

/** Instead of the blanks that stand between the colon and the cursor. */
function onNextLine({ spot, where }: Ask, { choices, awaited }: Names, before: string): Names {
  const { text } = spot.file;
  let start = where.start;
  while (start > 0 && text[start - 1] === ' ') start--;
  const span = { start, end: where.end };
  return { choices: choices.map((choice) => ({ ...choice, text: before + choice.text, span })), awaited };
}

/** Items of the list that begins. */
async function listBelow(ask: Ask): Promise<Names> {
  const { where } = ask;
  const list = listOf(ask);
  if (list === undefined) return NOTHING;
  const item = itemAsk(ask, list, where.part === 'start' ? where.column + 2 : where.parentColumn + 4);
  if (where.part === 'start' && !where.flow) return wrapped(await itemsIn(item), ['- ', '']);
  if (formIn(item.place.schema, ask.kind) === 'scalar' || where.flow) return wrapped(await itemsIn(item), ['[', ']']);
  return onNextLine(ask, await itemsIn(item), `\n${' '.repeat(where.parentColumn + 2)}- `);
}

/** Another item, with its dash. */
async function itemChoices(ask: Ask): Promise<Names> {
  const list = listOf(ask);
  if (list === undefined) return NOTHING;
  return wrapped(await itemsIn(itemAsk(ask, list, ask.where.column + 2)), ['- ', '']);
}

function listOf({ place, kind }: Ask): Schema | undefined {
  return [place.schema, ...place.branches].map((each) => followed(each, kind)).find(({ items }) => items !== undefined);
}

/** The ask for an item behind those that stand there. */
function itemAsk(ask: Ask, list: Schema, column: number): Ask {
  const { where, place, kind } = ask;
  const items = followed(list.items ?? {}, kind);
  const branches = (items.oneOf ?? []).map((branch) => followed(branch, kind));
  return {
    ...ask,
    where: { ...where, path: [...where.path, MANY], column, colon: false },
    place: { schema: items, branches, contexts: items['x-contexts'] ?? place.contexts },
  };
}

/** An index behind all others. */
const MANY = 1_000_000;

async function itemsIn(item: Ask): Promise<Names> {
  const scalars = scalarBranches(item).length > 0 ? await valueChoices(item) : NOTHING;
  const forms = [item.place.schema, ...item.place.branches].map((each) => formIn(each, item.kind));
  const maps = forms.includes('map') ? await keyChoices(item) : NOTHING;
  const whole = forms.includes('map') && item.place.branches.length === 0 ? wholeItem(item) : [];
  return { choices: [...scalars.choices, ...whole, ...maps.choices], awaited: scalars.awaited || maps.awaited };
}

/** An item with all that it must have. */
function wholeItem(item: Ask): readonly Choice[] {
  const { schema } = item.place;
  if (item.where.flow || (schema.required ?? []).length < 2) return [];
  const text = skeleton(item).item(schema, item.where.column);
  const label = (schema.title ?? 'item').toLowerCase();
  return [
    {
      label,
      kind: CompletionItemKind.Snippet,
      text,
      isSnippet: true,
      detail: 'with all it must have',
      rank: 'required',
    },
  ];
}
