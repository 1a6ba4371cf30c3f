import { CompletionItemKind } from 'vscode-languageserver';
import type { Schema } from '../../../../engine/src/language/schema.ts';
import { type Ask, followed, textAt } from './ask.ts';
import type { Choice } from './choice.ts';
import { columnChoices, columnsIn, entitiesBeside } from './columns.ts';
import { skeleton } from './likely.ts';
import { measuredMetrics, type Names, namesOf } from './names.ts';
import { stepEntries } from './stepEntries.ts';
import { yamlText } from './yamlText.ts';

const NOTHING: Names = { choices: [], awaited: false };

/** Names that an open map asks for: columns, entities, params, datasets; else one of the user's own. */
export async function openKeys(ask: Ask, schema: Schema, present: ReadonlySet<string>): Promise<Names> {
  const inner = followed(schema.additionalProperties as Schema, ask.kind);
  const { path } = ask.where;
  if (ask.kind === 'pipeline' && path.length === 1 && path[0] === 'steps')
    return { choices: [...stepEntries(ask, inner, present), ...ownKey(ask, schema, inner, present)], awaited: false };
  const { choices, awaited } = await openNames(ask, schema, inner);
  const pattern = schema.propertyNames?.pattern === undefined ? undefined : new RegExp(schema.propertyNames.pattern);
  const named = choices
    .filter(({ label }) => !present.has(label) && (pattern === undefined || pattern.test(label)))
    .map((choice): Choice => ({ ...choice, ...entryOf(ask, { schema, inner }, choice.label) }));
  return { choices: [...named, ...(named.length === 0 ? ownKey(ask, schema, inner, present) : [])], awaited };
}

interface OpenMap {
  readonly schema: Schema;
  /** Of a value. */
  readonly inner: Schema;
}

function entryOf(ask: Ask, { schema, inner }: OpenMap, name: string): Pick<Choice, 'text' | 'isSnippet'> {
  const { where } = ask;
  const key = yamlText(name, where);
  if (where.colon) return { text: key };
  const measured = schema.propertyNames?.['x-reference'] === 'metric' ? measuredMetrics(ask).get(name) : undefined;
  if (measured !== undefined) return { text: `${key}: ${measured}` };
  if (inner['x-sql'] === 'expression' && ask.kind === 'pipeline') return { text: `${key}: ${key}` };
  return { text: skeleton(ask).entry(key, inner, { column: where.column, fill: false }), isSnippet: true };
}

async function openNames(ask: Ask, schema: Schema, inner: Schema): Promise<Names> {
  const { path } = ask.where;
  const last = path.at(-1);
  if (schema.propertyNames?.['x-reference'] !== undefined) return (await namesOf(ask, schema.propertyNames)) ?? NOTHING;
  if (last === 'on') {
    const entities = entitiesBeside(ask);
    const choices = entities.map(
      (label): Choice => ({ label, kind: CompletionItemKind.Property, text: label, rank: 'likely', detail: 'entity' }),
    );
    return { choices, awaited: false };
  }
  if (inner['x-sql'] === 'expression' && last === 'columns') return columnsAsKeys(ask, inner['x-scope']);
  if (ask.kind === 'dataset' && COLUMN_MAPS.has(String(last)))
    return isUnseen(ask) ? NOTHING : columnsAsKeys(ask, 'dataset');
  if (ask.kind === 'project' && path[0] === 'environments' && path.length === 3)
    return (await namesOf(ask, { 'x-reference': last === 'params' ? 'param' : 'dataset' })) ?? NOTHING;
  return NOTHING;
}

/** Keys of a dataset's spec below which columns are named. */
const COLUMN_MAPS = new Set(['columns', 'types', 'in']);

/** Of a dataset whose data nobody has seen only those columns are known that stand here already. */
function isUnseen(ask: Ask): boolean {
  const { facts } = ask.spot.snapshot.project;
  return ask.where.path.at(-1) === 'columns' && facts.columns(textAt(ask, ['dataset']) ?? '').kind !== 'known';
}

async function columnsAsKeys(ask: Ask, scope: string | undefined): Promise<Names> {
  const { columns, awaited } = await columnsIn(ask, scope);
  return { choices: columnChoices(columns), awaited };
}

function ownKey(ask: Ask, schema: Schema, inner: Schema, present: ReadonlySet<string>): readonly Choice[] {
  const { where } = ask;
  const name = String(schema.propertyNames?.examples?.[0] ?? exampleOf(schema) ?? 'name');
  if (where.colon || present.has(name)) return [];
  return [
    {
      label: name,
      kind: CompletionItemKind.Snippet,
      text: skeleton(ask).ownEntry(name, inner, where.column),
      isSnippet: true,
      detail: `a name of your own: ${inner.title ?? 'value'}`,
      rank: 'rest',
    },
  ];
}

function exampleOf({ examples }: Schema): string | undefined {
  const example = examples?.[0];
  return typeof example === 'object' && example !== null ? Object.keys(example)[0] : undefined;
}
