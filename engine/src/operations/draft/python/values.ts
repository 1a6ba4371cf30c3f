import { posix as path } from 'node:path';
import { callsIn, closing, split } from './calls.ts';
import type { Token } from './tokens.ts';

/** What an expression gives, as far as its text tells. */
export type Value =
  | {
      readonly kind: 'text';
      readonly text: string /** Found beside the script, wherever it is started. */;
      readonly isAnchored: boolean;
    }
  | { readonly kind: 'number'; readonly value: number; readonly isInteger: boolean }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'none' }
  /** Of the command line, by the name that the program knows it by. */
  | { readonly kind: 'argument'; readonly name: string }
  /** `sys.argv[1]`; `as`: what it is made of it. */
  | { readonly kind: 'position'; readonly index: number; readonly as?: 'integer' | 'float' }
  /** A variable of the environment, and a path below what it holds. */
  | { readonly kind: 'variable'; readonly name: string; readonly below?: string }
  /** A parameter of the function that it stands in, or a name of which the text does not tell. */
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'unknown' };

export interface Scope {
  /** Path of the script in the project. */
  readonly script: string;
  /** Names that hold what `parse_args()` gave. */
  readonly namespaces: ReadonlySet<string>;
  /** Arguments that functions get by their names (click). */
  readonly injected: ReadonlySet<string>;
  /** Tokens of names that are given a value once. */
  readonly constants: ReadonlyMap<string, readonly Token[]>;
  readonly positions: ReadonlyMap<string, number>;
}

const UNKNOWN: Value = { kind: 'unknown' };
const DEEPEST = 20;

export function meaningOf(tokens: readonly Token[], scope: Scope, depth = 0): Value {
  if (depth > DEEPEST || tokens.length === 0) return UNKNOWN;
  const [first] = tokens;
  if (first?.text === '(' && closing(tokens, 0) === tokens.length - 1 && split(tokens.slice(1, -1), ',').length === 1)
    return meaningOf(tokens.slice(1, -1), scope, depth + 1);
  if (tokens.every(({ kind }) => kind === 'string')) return textOf(tokens);
  if (tokens.length <= 2 && tokens.at(-1)?.kind === 'number') return numberOf(tokens.map(({ text }) => text).join(''));
  const parts = split(tokens, '/');
  if (parts.length > 1) return joined(parts.map((part) => meaningOf(part, scope, depth + 1)));
  return valueOfChain(tokens, scope, depth);
}

function textOf(tokens: readonly Token[]): Value {
  const values = tokens.map(({ value }) => value);
  return values.includes(undefined) ? UNKNOWN : text(values.join(''));
}

function text(value: string, isAnchored = false): Value {
  return { kind: 'text', text: value, isAnchored };
}

function numberOf(written: string): Value {
  const value = Number(written.replaceAll('_', ''));
  return Number.isFinite(value) ? { kind: 'number', value, isInteger: /^-?[\d_]+$/.test(written) } : UNKNOWN;
}

const WORDS: Readonly<Record<string, Value>> = {
  True: { kind: 'boolean', value: true },
  False: { kind: 'boolean', value: false },
  None: { kind: 'none' },
};

function valueOfChain(tokens: readonly Token[], scope: Scope, depth: number): Value {
  const [first, second, third] = tokens;
  if (first?.kind !== 'name') return UNKNOWN;
  if (tokens.length === 1) return valueOfName(first.text, scope, depth);
  if (tokens.length === 3 && second?.text === '.' && third?.kind === 'name' && scope.namespaces.has(first.text))
    return { kind: 'argument', name: third.text };
  const written = tokens.map((token) => token.text).join('');
  const position = /^(?:sys\.)?argv\[(\d+)\]$/.exec(written)?.[1];
  if (position !== undefined) return { kind: 'position', index: Number(position) };
  if (
    /^(?:os\.)?environ\[/.test(written) &&
    closing(
      tokens,
      tokens.findIndex((one) => one.text === '['),
    ) ===
      tokens.length - 1
  )
    return variable(tokens.at(-2));
  return valueOfCall(tokens, scope, depth);
}

function valueOfName(name: string, scope: Scope, depth: number): Value {
  if (name === '__file__') return text(scope.script, true);
  const word = Object.hasOwn(WORDS, name) ? WORDS[name] : undefined;
  if (word) return word;
  const position = scope.positions.get(name);
  if (position !== undefined) return { kind: 'position', index: position };
  const constant = scope.constants.get(name);
  if (constant !== undefined) return meaningOf(constant, scope, depth + 1);
  if (scope.injected.has(name)) return { kind: 'argument', name };
  return { kind: 'name', name };
}

function variable(name: Token | undefined): Value {
  return name?.value === undefined ? UNKNOWN : { kind: 'variable', name: name.value };
}

/** What makes paths, and what reads the environment. */
function valueOfCall(tokens: readonly Token[], scope: Scope, depth: number): Value {
  const open = tokens.findIndex(({ text: sign }) => sign === '(');
  const end = open < 0 ? -1 : closing(tokens, open);
  const [call] = callsIn(tokens);
  if (
    call === undefined ||
    end < 0 ||
    tokens.slice(0, open).some(({ kind, text: sign }) => kind !== 'name' && sign !== '.')
  )
    return UNKNOWN;
  const name = call.names.join('.');
  const inside = call.positional.map((part) => meaningOf(part, scope, depth + 1));
  const rest = tokens
    .slice(end + 1)
    .map(({ text: sign }) => sign)
    .join('');
  const value = made(name, inside, call.positional[0]?.[0]);
  return rest === '' ? value : afterwards(value, rest);
}

function made(name: string, inside: readonly Value[], first: Token | undefined): Value {
  const [value = UNKNOWN] = inside;
  if (/^(?:pathlib\.)?(?:Pure)?(?:Posix)?Path$|^(?:os\.)?path\.join$/.test(name)) return joined(inside);
  if (/^str$|^(?:os\.)?(?:fspath|path\.(?:abspath|realpath|normpath|expanduser))$/.test(name)) return value;
  if (/^(?:os\.)?path\.dirname$/.test(name)) return afterwards(value, '.parent');
  if (/^(?:os\.)?(?:getenv|environ\.get)$/.test(name)) return variable(first);
  if ((name === 'int' || name === 'float') && value.kind === 'position')
    return { ...value, as: name === 'int' ? 'integer' : 'float' };
  return UNKNOWN;
}

/** `.parent`, `.resolve()` and what else leaves a path one that is known. */
function afterwards(value: Value, rest: string): Value {
  const step = /^\.(parent|resolve\(\)|absolute\(\)|expanduser\(\)|as_posix\(\))(?![\w(])/.exec(rest);
  if (step === null || value.kind !== 'text') return rest === '' ? value : UNKNOWN;
  const next = step[1] === 'parent' ? { ...value, text: path.dirname(value.text) } : value;
  return afterwards(next, rest.slice(step[0].length));
}

function joined(parts: readonly Value[]): Value {
  const [first, ...others] = parts;
  if (first === undefined || others.some(({ kind }) => kind !== 'text')) return UNKNOWN;
  const below = others.map((part) => (part.kind === 'text' ? part.text : ''));
  if (first.kind === 'text')
    return others.length === 0 ? first : text(path.join(first.text, ...below), first.isAnchored);
  if (first.kind === 'variable')
    return below.length === 0 ? first : { ...first, below: path.join(first.below ?? '', ...below) };
  return others.length === 0 ? first : UNKNOWN;
}
