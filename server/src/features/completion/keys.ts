import { CompletionItemKind } from 'vscode-languageserver';
import { learners, steps } from '../../../../engine/src/catalog/catalog.ts';
import { ENDINGS } from '../../../../engine/src/language/kinds.ts';
import type { Schema } from '../../../../engine/src/language/schema.ts';
import { discriminator } from '../../../../engine/src/language/schemas.ts';
import { type Ask, followed, keysAt, textAt } from './ask.ts';
import type { Choice, Rank } from './choice.ts';
import { columnChoices, columnsIn, entitiesBeside } from './columns.ts';
import { outputFor } from './expressionValues.ts';
import { type Names, namesOf } from './names.ts';
import { addressOf } from './schemaDocs.ts';
import { formOf, requiredKeys, Skeleton } from './skeleton.ts';
import { yamlText } from './yamlText.ts';

/** Keys that the map at a place may still get, and where it is empty what it must have as a whole. */
export async function keyChoices(ask: Ask): Promise<Names> {
  const present = new Set(keysAt(ask, ask.where.path));
  const branches = mapBranches(ask, present);
  const known = branches.flatMap((branch) => branchKeys(ask, branch, { branches, present }));
  const [open] = branches.filter(({ additionalProperties }) => typeof additionalProperties === 'object');
  const own = open === undefined ? NOTHING : await openKeys(ask, open, present);
  const parameters = ask.place.schema['x-reference'] === 'learner-params' ? learnerParams(ask, present) : [];
  return { choices: [...parameters, ...known, ...own.choices], awaited: own.awaited };
}

const NOTHING: Names = { choices: [], awaited: false };

/** The maps that may stand here with the keys that stand already. */
export function mapBranches({ place, kind }: Ask, present: ReadonlySet<string>): readonly Schema[] {
  const { schema, branches } = place;
  const others = branches.filter((branch) => branch !== schema);
  const all = branches.length === 0 ? [schema] : schema.oneOf === undefined ? [schema, ...others] : branches;
  return all
    .map((branch) => followed(branch, kind))
    .filter((branch) => formOf(branch, kind) === 'map' && [...present].every((key) => allows(branch, key)));
}

function allows({ properties, additionalProperties }: Schema, key: string): boolean {
  return additionalProperties !== false || Object.hasOwn(properties ?? {}, key);
}

interface Around {
  readonly branches: readonly Schema[];
  readonly present: ReadonlySet<string>;
}

function branchKeys(ask: Ask, branch: Schema, { branches, present }: Around): readonly Choice[] {
  const { where, kind } = ask;
  const telling = ask.place.branches.length > 1 ? discriminator(branch, ask.place.branches) : undefined;
  const required = requiredKeys(branch);
  const first = telling ?? required[0];
  const missing = required.filter((key) => !present.has(key));
  const isOpen = branch !== ask.place.schema && (branches.length > 1 || present.size === 0);
  return Object.entries(branch.properties ?? {})
    .filter(([key]) => !present.has(key) && (!isOpen || key === first || isShared(ask, key, branches)))
    .map(([key, inner]) => {
      const schema = followed(inner, kind);
      const whole = key === first && missing.length > 1 && present.size === 0;
      const address = addressOf(inner.$ref === undefined ? inner : schema) ?? addressOf(schema);
      return {
        label: key,
        kind: CompletionItemKind.Property,
        ...keyText(
          ask,
          () =>
            whole
              ? skeleton(ask).entries(branch, [key, ...missing.filter((other) => other !== key)], {
                  column: where.column,
                })
              : skeleton(ask).entry(key, schemaBelow(ask, key, schema), { column: where.column, fill: false }),
          key,
        ),
        detail: key === telling ? (branch.title ?? '') : (schema.title ?? ''),
        rank: rankOf(key, {
          first,
          required,
          isOneOfMany: isOpen && ask.place.branches.length > branches.length,
          schema,
        }),
        ...(isDeprecated(schema) ? { deprecated: true } : {}),
        ...(address === undefined ? {} : { doc: { kind: 'schema', at: address } as const }),
      };
    });
}

/** Whether a key may stand whatever the union turns out to be. */
function isShared({ place }: Ask, key: string, maps: readonly Schema[]): boolean {
  return place.branches.length === maps.length && maps.every(({ properties }) => Object.hasOwn(properties ?? {}, key));
}

function isDeprecated(schema: Schema): boolean {
  return 'deprecated' in schema && schema.deprecated === true;
}

/** Of `with` the schema of the step. */
function schemaBelow(ask: Ask, _key: string, schema: Schema): Schema {
  const uses = schema['x-schema'] === undefined ? undefined : textAt(ask, [...ask.where.path, schema['x-schema']]);
  return steps.find((step) => step.uses === uses)?.with ?? schema;
}

interface Ranked {
  readonly first: string | undefined;
  readonly required: readonly string[];
  /** Beside scalars or lists, which come first. */
  readonly isOneOfMany: boolean;
  readonly schema: Schema;
}

const ABOUT = new Set(['description', 'owner', 'tags']);

function rankOf(key: string, { first, required, isOneOfMany, schema }: Ranked): Rank {
  if (isDeprecated(schema)) return 'last';
  if (key === first || required.includes(key)) return isOneOfMany ? 'usual' : 'required';
  return ABOUT.has(key) ? 'rest' : 'usual';
}

/** A key that has its colon already is only named. */
function keyText(ask: Ask, text: () => string, key: string): Pick<Choice, 'text' | 'isSnippet'> {
  const { where } = ask;
  if (where.colon) return { text: yamlText(key, where) };
  return { text: text(), isSnippet: true };
}

export function skeleton(ask: Ask): Skeleton {
  const { kind, where, spot } = ask;
  const { project } = spot.snapshot;
  return new Skeleton({
    kind,
    flow: where.flow,
    likely(schema, key) {
      if (schema['x-name'] !== undefined && key === kind) return fileName(spot.file.path, kind);
      if (schema['x-value'] === 'table' || schema['x-value'] === 'model') return outputFor(ask, schema['x-value'], key);
      const names = { dataset: project.names('dataset'), features: project.names('features') };
      return names[schema['x-reference'] as keyof typeof names]?.[0];
    },
  });
}

/** What the file is called for: `flights.dataset.yaml` tells of `flights`. */
function fileName(path: string, kind: Ask['kind']): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (kind === 'project') return undefined;
  return name.endsWith(ENDINGS[kind]) ? name.slice(0, -ENDINGS[kind].length) || undefined : undefined;
}

/** Names that an open map asks for: columns, entities, params, datasets; else one of the user's own. */
async function openKeys(ask: Ask, schema: Schema, present: ReadonlySet<string>): Promise<Names> {
  const inner = followed(schema.additionalProperties as Schema, ask.kind);
  const { path } = ask.where;
  if (ask.kind === 'pipeline' && path.length === 1 && path[0] === 'steps')
    return { choices: [...stepEntries(ask, inner, present), ...ownKey(ask, schema, inner)], awaited: false };
  const { choices, awaited } = await openNames(ask, schema, inner);
  const pattern = schema.propertyNames?.pattern === undefined ? undefined : new RegExp(schema.propertyNames.pattern);
  const named = choices
    .filter(({ label }) => !present.has(label) && (pattern === undefined || pattern.test(label)))
    .map((choice): Choice => ({ ...choice, ...entryOf(ask, inner, choice.label) }));
  return { choices: [...named, ...(named.length === 0 ? ownKey(ask, schema, inner) : [])], awaited };
}

function entryOf(ask: Ask, inner: Schema, name: string): Pick<Choice, 'text' | 'isSnippet'> {
  const { where } = ask;
  const key = yamlText(name, where);
  if (where.colon) return { text: key };
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

function ownKey(ask: Ask, schema: Schema, inner: Schema): readonly Choice[] {
  const { where } = ask;
  if (where.colon) return [];
  const name = String(schema.propertyNames?.examples?.[0] ?? exampleOf(schema) ?? 'name');
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

/** A step of each built-in kind with what it must be given, and one for a program. */
function stepEntries(ask: Ask, step: Schema, present: ReadonlySet<string>): readonly Choice[] {
  const { where, kind } = ask;
  if (where.colon) return [];
  const branches = (step.oneOf ?? []).map((branch) => followed(branch, kind));
  const built = branches.find(({ properties }) => Object.hasOwn(properties ?? {}, 'uses'));
  const own = branches.find(({ properties }) => Object.hasOwn(properties ?? {}, 'run'));
  const entries = steps.map(({ uses }): Choice => {
    const name = freeName(uses.slice(uses.indexOf('/') + 1), present);
    const fixed = { uses };
    const text = skeleton(ask).ownEntry(name, withRequired(built ?? {}), where.column, fixed);
    return {
      label: name,
      kind: CompletionItemKind.Module,
      text,
      isSnippet: true,
      detail: uses,
      rank: 'likely',
      doc: { kind: 'step', name: uses },
    };
  });
  const program: Choice = {
    label: freeName('program', present),
    kind: CompletionItemKind.Module,
    text: skeleton(ask).ownEntry(freeName('program', present), own ?? {}, where.column),
    isSnippet: true,
    detail: 'run',
    rank: 'usual',
  };
  return [...entries, program];
}

function withRequired(schema: Schema): Schema {
  return { ...schema, required: [...(schema.required ?? []), 'with'] };
}

function freeName(name: string, present: ReadonlySet<string>): string {
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? name : `${name}_${count}`;
    if (!present.has(candidate)) return candidate;
  }
}

/** Parameters of the learner beside, with range and default. */
function learnerParams(ask: Ask, present: ReadonlySet<string>): readonly Choice[] {
  const { where } = ask;
  const name = textAt(ask, [...where.path.slice(0, -1), 'learner']);
  const learner = learners.find((each) => each.name === name);
  return (learner?.params ?? [])
    .filter((param) => !present.has(param.name))
    .map(
      (param): Choice => ({
        label: param.name,
        kind: CompletionItemKind.Property,
        text: where.colon ? param.name : `${param.name}: \${1:${param.default}}`,
        ...(where.colon ? {} : { isSnippet: true }),
        detail: `${param.type}, ${param.min} to ${param.max}, default ${param.default}`,
        rank: 'likely',
        doc: { kind: 'param', learner: learner!.name, name: param.name },
      }),
    );
}
