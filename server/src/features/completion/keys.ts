import { CompletionItemKind } from 'vscode-languageserver';
import { learners, stepSchemas } from '../../../../engine/src/catalog/catalog.ts';
import type { Schema } from '../../../../engine/src/language/schema.ts';
import { discriminator } from '../../../../engine/src/language/schemas.ts';
import { span } from '../numbers.ts';
import { type Ask, followed, keysAt, textAt } from './ask.ts';
import type { Choice, Rank } from './choice.ts';
import { skeleton } from './likely.ts';
import type { Names } from './names.ts';
import { openKeys } from './openKeys.ts';
import { addressOf } from './schemaDocs.ts';
import { formOf, requiredKeys } from './skeleton.ts';
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
              ? skeleton(ask).entries(branch, missing, {
                  column: where.column,
                })
              : skeleton(ask).entry(key, schemaBelow(ask, schema), { column: where.column, fill: false }),
          key,
        ),
        detail: key === telling ? (branch.title ?? '') : (schema.title ?? ''),
        rank: rankOf(key, {
          first,
          required,
          isOneOfMany: isOpen && ask.place.branches.length > branches.length,
          isTold: !isOpen,
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
function schemaBelow(ask: Ask, schema: Schema): Schema {
  const uses = schema['x-schema'] === undefined ? undefined : textAt(ask, [...ask.where.path, schema['x-schema']]);
  return (uses === undefined ? undefined : stepSchemas(uses)) ?? schema;
}

interface Ranked {
  readonly first: string | undefined;
  readonly required: readonly string[];
  /** Beside scalars or lists, which come first. */
  readonly isOneOfMany: boolean;
  /** Whether it is clear which map is meant. */
  readonly isTold: boolean;
  readonly schema: Schema;
}

const ABOUT = new Set(['description', 'owner', 'tags']);

function rankOf(key: string, { first, required, isOneOfMany, isTold, schema }: Ranked): Rank {
  if (isDeprecated(schema)) return 'last';
  if (key === first) return isOneOfMany ? 'usual' : 'required';
  if (required.includes(key)) return isOneOfMany ? 'usual' : isTold ? 'required' : 'best';
  return ABOUT.has(key) ? 'rest' : 'usual';
}

/** A key that has its colon already is only named. */
function keyText(ask: Ask, text: () => string, key: string): Pick<Choice, 'text' | 'isSnippet'> {
  const { where } = ask;
  if (where.colon) return { text: yamlText(key, where) };
  return { text: text(), isSnippet: true };
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
        detail: `${param.type}, ${span(param)}, default ${param.default}`,
        rank: 'likely',
        doc: { kind: 'param', learner: learner!.name, name: param.name },
      }),
    );
}
