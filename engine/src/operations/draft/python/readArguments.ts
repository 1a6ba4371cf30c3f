import { type Call, callsIn, closing, split } from './calls.ts';
import type { Statement, Token } from './tokens.ts';
import { meaningOf, type Scope, type Value } from './values.ts';

/** An argument that a program takes, as its text declares it. */
export interface ScriptArgument {
  /** By which the program knows it. */
  readonly name: string;
  /** `--depth`; undefined where it stands by its position. */
  readonly flag: string | undefined;
  readonly type: 'integer' | 'float' | 'string' | 'switch' | 'several' | 'other';
  readonly default: number | string | boolean | undefined;
  /** It has a default that the text does not tell. */
  readonly isUnknown: boolean;
  readonly required: boolean;
  readonly choices: readonly (number | string)[] | undefined;
  readonly help: string | undefined;
  readonly line: number;
}

/** Of argparse and click. */
export function argumentsIn(statements: readonly Statement[], scope: Scope): readonly ScriptArgument[] {
  return statements.flatMap((statement, at) =>
    callsIn(statement.tokens).flatMap((call) => {
      const last = call.names.at(-1);
      const isClick = call.names[0] === 'click' && (last === 'option' || last === 'argument');
      if (last !== 'add_argument' && !isClick) return [];
      return namesOf(call, { statements, at, scope }).flatMap(
        (names) => argumentOf(call, { names, isClick, line: statement.line, scope }) ?? [],
      );
    }),
  );
}

/** The flags or the name; several where a loop over them declares one each. */
function namesOf(
  call: Call,
  { statements, at, scope }: { readonly statements: readonly Statement[]; readonly at: number; readonly scope: Scope },
): readonly (readonly string[])[] {
  const [first] = call.positional[0] ?? [];
  const loop = first?.kind === 'name' ? loopOver(first.text, statements, at) : undefined;
  if (loop !== undefined && call.positional.length === 1) return loop.map((name) => [name]);
  const names = call.positional.map((part) => meaningOf(part, scope));
  const texts = names.flatMap((one) => (one.kind === 'text' ? [one.text] : []));
  return texts.length === names.length && texts.length > 0 ? [texts] : [];
}

/** `for NAME in ("--a", "--b"):` around a statement */
function loopOver(name: string, statements: readonly Statement[], at: number): readonly string[] | undefined {
  const { indent } = statements[at]!;
  const around = statements.slice(0, at).findLast((one) => one.indent < indent);
  const [first, target, word, ...rest] = around?.tokens ?? [];
  const end = rest[0] === undefined ? -1 : closing(rest, 0);
  if (first?.text !== 'for' || target?.text !== name || word?.text !== 'in' || rest[end + 1]?.text !== ':')
    return undefined;
  const items = split(rest.slice(1, end), ',').filter((part) => part.length > 0);
  const texts = items.map((part) => (part.length === 1 ? part[0]?.value : undefined));
  return texts.includes(undefined) ? undefined : (texts as string[]);
}

const TYPES: Readonly<Record<string, ScriptArgument['type']>> = {
  ...{ int: 'integer', float: 'float', str: 'string', Path: 'string', 'pathlib.Path': 'string' },
  ...{ 'click.INT': 'integer', 'click.FLOAT': 'float', 'click.STRING': 'string', 'click.Path': 'string' },
};

function argumentOf(
  call: Call,
  { names, isClick, line, scope }: { names: readonly string[]; isClick: boolean; line: number; scope: Scope },
): ScriptArgument | undefined {
  const key = (name: string): Value | undefined => {
    const tokens = call.keyword.get(name);
    return tokens && meaningOf(tokens, scope);
  };
  const flags = names.filter((name) => name.startsWith('-')).map((name) => name.split('/')[0]!);
  const flag = flags.find((name) => name.startsWith('--')) ?? flags[0];
  const dest = key('dest');
  const own = names.find((name) => !name.startsWith('-'));
  const name = (dest?.kind === 'text' ? dest.text : undefined) ?? own ?? flag?.replace(/^-+/, '').replaceAll('-', '_');
  const action = key('action');
  if (name === undefined || (action?.kind === 'text' && /^(help|version)$/.test(action.text))) return undefined;
  const given = key('default');
  const isNone = given === undefined || given.kind === 'none';
  const plain = plainOf(given);
  const required = key('required');
  const help = key('help');
  return {
    name,
    flag,
    type: typeOf(call, { action, plain, scope }),
    default: isNone ? undefined : plain,
    isUnknown: !isNone && plain === undefined,
    required:
      flag === undefined ? isNone && !call.keyword.has('nargs') : required?.kind === 'boolean' && required.value,
    choices: choicesOf(call.keyword.get('choices') ?? (isClick ? choiceTokens(call) : undefined), scope),
    help: help?.kind === 'text' ? help.text : undefined,
    line,
  };
}

function typeOf(
  call: Call,
  { action, plain, scope }: { action: Value | undefined; plain: ScriptArgument['default']; scope: Scope },
): ScriptArgument['type'] {
  if (action !== undefined && !(action.kind === 'text' && action.text === 'store'))
    return action.kind === 'text' && /^(store_(true|false|const)|BooleanOptionalAction)$/.test(action.text)
      ? 'switch'
      : 'other';
  const isFlag = call.keyword.get('is_flag');
  if (isFlag !== undefined || call.keyword.get('action') !== undefined) return 'switch';
  if (call.keyword.has('nargs') || call.keyword.has('multiple')) return 'several';
  const type = call.keyword.get('type');
  const named = type
    ?.map(({ text }) => text)
    .join('')
    .replace(/\(.*$/, '');
  if (named !== undefined) return TYPES[named] ?? (/Choice$/.test(named) ? 'string' : 'other');
  if (typeof plain === 'boolean') return 'other';
  if (typeof plain !== 'number') return 'string';
  // argparse gives texts where no type is said, and leaves the default as it is.
  const tokens = call.keyword.get('default');
  const value = tokens && meaningOf(tokens, scope);
  return value?.kind === 'number' && value.isInteger ? 'integer' : 'float';
}

function plainOf(value: Value | undefined): number | string | boolean | undefined {
  if (value?.kind === 'text') return value.text;
  return value?.kind === 'number' || value?.kind === 'boolean' ? value.value : undefined;
}

function choiceTokens(call: Call): readonly Token[] | undefined {
  const type = call.keyword.get('type') ?? [];
  const open = type.findIndex(({ text }) => text === '(');
  return open > 0 && type[open - 1]?.text === 'Choice' ? type.slice(open + 1, closing(type, open)) : undefined;
}

function choicesOf(tokens: readonly Token[] | undefined, scope: Scope): ScriptArgument['choices'] {
  if (tokens === undefined || !/^[([]$/.test(tokens[0]?.text ?? '') || closing(tokens, 0) !== tokens.length - 1)
    return undefined;
  const values = split(tokens.slice(1, -1), ',')
    .filter((part) => part.length > 0)
    .map((part) => plainOf(meaningOf(part, scope)));
  return values.every((one) => typeof one === 'string' || typeof one === 'number') && values.length > 0
    ? (values as (string | number)[])
    : undefined;
}
