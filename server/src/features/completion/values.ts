import { CompletionItemKind } from 'vscode-languageserver';
import { learners, stepSchemas } from '../../../../engine/src/catalog/catalog.ts';
import type { Json } from '../../../../engine/src/language/node.ts';
import { valueAt } from '../../../../engine/src/language/node.ts';
import type { Schema } from '../../../../engine/src/language/schema.ts';
import { span } from '../numbers.ts';
import { type Ask, followed, keysAt, textAt } from './ask.ts';
import { bracedChoices, bracedWhole } from './braces.ts';
import type { Choice } from './choice.ts';
import { expressionChoices, isCondition, isInput } from './expressions.ts';
import { braced } from './expressionValues.ts';
import { skeleton } from './likely.ts';
import { delaysOfColumns, listedChoices } from './listed.ts';
import { type Names, namesOf } from './names.ts';
import { ANY_FILE, DATA_FILES, pathChoices, SCRIPTS } from './paths.ts';
import { PRESETS } from './presets.ts';
import { openExpression, scalarAround } from './scalarText.ts';
import { addressOf } from './schemaDocs.ts';
import { sqlChoices } from './sql.ts';
import { yamlText, yamlValue } from './yamlText.ts';

/** Values that the scalar at a place may have. */
export async function valueChoices(ask: Ask): Promise<Names> {
  const around = scalarAround(ask);
  const open = ask.place.contexts.length > 0 ? openExpression(around.before) : undefined;
  if (open !== undefined)
    return known(expressionChoices(ask, { text: around.before.slice(open), after: around.after, braces: true }));
  const asked = /(?:^|[\s(,=])(\$\{?|\{)$/.exec(around.before);
  if (asked !== null && ask.place.contexts.length > 0) return known(bracedChoices(ask, asked[1]!));
  if (isSql(ask)) return sqlChoices(ask, around);
  if (isCondition(ask) && ask.where.style !== 'block') {
    const bare = expressionChoices(ask, { text: around.before, after: around.after, braces: false });
    return known(around.before.trim() === '' ? [...bracedWhole(ask), ...bare] : bare);
  }
  return scalarChoices(ask);
}

function known(choices: readonly Choice[]): Names {
  return { choices, awaited: false };
}

export function isSql({ place }: Ask): boolean {
  return place.schema['x-sql'] !== undefined;
}

async function scalarChoices(ask: Ask): Promise<Names> {
  if (ask.where.style === 'block' || scalarAround(ask).before.includes('\n')) return known([]);
  const branches = scalarBranches(ask);
  const found: Choice[] = [];
  let awaited = false;
  for (const schema of branches) {
    const named = await namesOf(ask, schema);
    awaited ||= named?.awaited === true;
    const texts = [
      ...(named?.choices ?? []).filter((choice) => isFree(ask, choice.label)),
      ...(schema['x-type'] === 'duration' ? delaysOfColumns(ask) : []),
      ...(schema['x-type'] === undefined ? [] : PRESETS[schema['x-type']]),
      ...(await fileChoices(ask, schema)),
    ];
    found.push(...texts.map((choice) => written(ask, choice)), ...fixedChoices(ask, schema), ...listedChoices(ask));
    found.push(...exampleChoices(ask, schema, found.length === 0));
  }
  const expressions = ask.place.contexts.length === 0 ? [] : expressionsBeside(ask);
  return { choices: [...expressions, ...found, ...fixedBooleans(ask, branches), ...defaultOfParam(ask)], awaited };
}

function written(ask: Ask, choice: Choice): Choice {
  const { where } = ask;
  if (choice.doc?.kind === 'step') return withInputs(ask, choice);
  return choice.isSnippet ? choice : { ...choice, text: yamlText(choice.text, where) };
}

/** A step with what it must be given, where nothing is given to it yet. */
function withInputs(ask: Ask, choice: Choice): Choice {
  const { where } = ask;
  const inputs = stepSchemas(choice.text);
  const isGiven = keysAt(ask, where.path.slice(0, -1)).includes('with');
  if (inputs === undefined || isGiven || where.flow || where.style !== 'plain') return choice;
  const column = where.parentColumn;
  const entry = skeleton(ask, choice.text).entry('with', inputs, { column, fill: true });
  return { ...choice, text: `${choice.text}\n${' '.repeat(column)}${entry}`, isSnippet: true };
}

/** Outputs come first where the place asks for one; params stand behind values. */
function expressionsBeside(ask: Ask): readonly Choice[] {
  const isWanted = ask.place.schema['x-value'] !== undefined || isInput(ask);
  const namesake = braced(`params.${String(ask.where.path.at(-1))}`);
  return bracedWhole(ask).map((choice): Choice => {
    return { ...choice, rank: isWanted || choice.label === namesake ? 'best' : 'rest' };
  });
}

/** The scalar branches of the schema. */
export function scalarBranches({ place, kind }: Ask): readonly Schema[] {
  const { schema, branches } = place;
  const all = branches.length > 0 ? branches : [schema];
  return all
    .map((branch) => followed(branch, kind))
    .filter(({ type, enum: values }) => {
      const types = typeof type === 'string' ? [type] : (type ?? (values === undefined ? [] : ['string']));
      return types.some((each) => each !== 'object' && each !== 'array');
    });
}

/** In a list of different items, one that does not stand in it yet. */
function isFree({ where }: Ask, label: string): boolean {
  const [index, ...above] = where.path.toReversed();
  if (typeof index !== 'number') return true;
  const list = valueAt(where.shape, above.reverse());
  return !Array.isArray(list) || !list.some((item, at) => at !== index && item === label);
}

function fixedChoices(ask: Ask, schema: Schema): readonly Choice[] {
  const at = addressOf(schema);
  return (schema.enum ?? []).map((value) => ({
    label: String(value),
    kind: CompletionItemKind.EnumMember,
    text: yamlValue(value, ask.where),
    rank: schema.default === value ? 'best' : 'likely',
    ...(schema.default === value ? { detail: 'default' } : {}),
    ...(at === undefined ? {} : { doc: { kind: 'schema', at } as const }),
  }));
}

function fixedBooleans(ask: Ask, branches: readonly Schema[]): readonly Choice[] {
  const schema = branches.find(
    ({ type, enum: values }) =>
      values === undefined && (type === 'boolean' || (type?.length === 2 && type.includes('boolean'))),
  );
  if (schema === undefined) return [];
  return [true, false].map((value) =>
    plainChoice(value, { rank: 'likely', detail: schema.default === value ? 'default' : undefined, ask }),
  );
}

interface PlainOptions {
  readonly rank: Choice['rank'];
  readonly detail: string | undefined;
  readonly ask: Ask;
}

function plainChoice(value: Json, { rank, detail, ask }: PlainOptions): Choice {
  return {
    label: String(value),
    kind: CompletionItemKind.Value,
    text: yamlValue(value, ask.where),
    rank,
    ...(detail === undefined ? {} : { detail }),
  };
}

/** The default, and examples where nothing better is known. */
function exampleChoices(ask: Ask, schema: Schema, alone: boolean): readonly Choice[] {
  if (schema.enum !== undefined || schema.type === 'boolean') return [];
  const isName = schema['x-name'] !== undefined || schema['x-reference'] !== undefined;
  const fallback =
    schema.default === undefined || schema.default === null || typeof schema.default === 'object'
      ? []
      : [schema.default];
  const examples = alone && !isName && schema['x-value'] === undefined ? (schema.examples ?? []) : [];
  const shown = examples.filter((value) => value !== null && typeof value !== 'object' && value !== schema.default);
  return [
    ...fallback.map((value) => plainChoice(value, { rank: 'likely', detail: 'default', ask })),
    ...shown.map((value) => plainChoice(value, { rank: 'rest', detail: 'example', ask })),
  ];
}

/** The default of a learner's parameter. */
function defaultOfParam(ask: Ask): readonly Choice[] {
  const { path } = ask.where;
  if (path.at(-2) !== 'params' || path.at(-3) !== 'with') return [];
  const name = textAt(ask, [...path.slice(0, -2), 'learner']);
  const param = learners.find((each) => each.name === name)?.params.find((each) => each.name === path.at(-1));
  if (param === undefined) return [];
  const detail = `default; ${span(param)}`;
  return [
    {
      ...plainChoice(param.default, { rank: 'likely', detail, ask }),
      doc: { kind: 'param', learner: name!, name: param.name },
    },
  ];
}

async function fileChoices(ask: Ask, schema: Schema): Promise<readonly Choice[]> {
  const wanted = wantedFiles(ask, schema);
  if (wanted === undefined) return [];
  return pathChoices(ask, scalarAround(ask), wanted);
}

/** Which files a place may name, where it names files of the project. */
function wantedFiles({ kind, where }: Ask, schema: Schema): RegExp | undefined {
  const { path } = where;
  if (schema['x-value'] === 'file' || (kind === 'project' && path[2] === 'sources')) return DATA_FILES;
  if (schema['x-reference'] === 'path') return schema.pattern === undefined ? ANY_FILE : new RegExp(schema.pattern);
  const last = path.at(-1);
  if (last === 'run') return SCRIPTS;
  if (kind !== 'pipeline' || path[0] !== 'steps') return undefined;
  if (path.includes('inputs') && (path.length === 4 || last === 'from')) return ANY_FILE;
  if (last === 'requirements') return /\.(?:txt|toml|lock|ya?ml|in)$/;
  return last === 'venv' ? /^$/ : undefined;
}
