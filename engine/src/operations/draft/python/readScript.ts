import { type Call, callsIn, closing, split } from './calls.ts';
import { type FileUse, fileUse, logsModel } from './fileCalls.ts';
import { argumentsIn, type ScriptArgument } from './readArguments.ts';
import { pythonStatements, type Statement, type Token } from './tokens.ts';
import { meaningOf, type Scope, type Value } from './values.ts';

/** What the text of a program tells of what it takes, reads and writes. Nothing of it is run. */
export interface ScriptFacts {
  readonly arguments: readonly ScriptArgument[];
  readonly uses: readonly ScriptUse[];
  /** What it takes of `sys.argv`, in that order, the first at index 1. */
  readonly positions: readonly ScriptPosition[];
  /** Dotted names of modules that it imports; `.` before those beside it. */
  readonly modules: readonly string[];
  /** Lines on which a model is given to MLflow. */
  readonly models: readonly number[];
  /** Names that a cell for parameters sets, or a script at its top, with their values. */
  readonly settings: ReadonlyMap<string, number | string | boolean>;
  /** Libraries that read the command line in a way that is not looked into. */
  readonly otherArguments: readonly string[];
}

export interface ScriptPosition {
  readonly index: number;
  /** By which the program knows it; undefined where it gives it no name. */
  readonly name: string | undefined;
  readonly type: 'integer' | 'float' | 'string';
}

/** A file that is read or written, and where the text says so. */
export interface ScriptUse {
  readonly direction: 'read' | 'write';
  readonly value: Value;
  readonly ending: string;
  readonly line: number;
  /** The path as it is written. */
  readonly written: string;
}

/** @param script path in the project, with `/` */
export function readScript(text: string, script: string): ScriptFacts {
  const statements = pythonStatements(text);
  const scope = scopeOf(statements, script);
  const modules = [...new Set(statements.flatMap(modulesIn))];
  return {
    arguments: argumentsIn(statements, scope),
    uses: usesIn(statements, scope),
    positions: positionsIn(statements, scope),
    modules,
    models: statements.flatMap(({ tokens, line }) => (callsIn(tokens).some(logsModel) ? [line] : [])),
    settings: settingsIn(statements, scope),
    otherArguments: ['typer', 'hydra', 'fire', 'docopt', 'absl', 'tyro'].filter((name) =>
      modules.some((module) => module.split('.')[0] === name),
    ),
  };
}

function scopeOf(statements: readonly Statement[], script: string): Scope {
  const given = statements.flatMap(({ tokens }) => assigned(tokens));
  const times = new Map<string, number>();
  for (const { name } of given) times.set(name, (times.get(name) ?? 0) + 1);
  const bound = new Set(statements.flatMap(({ tokens }) => boundOtherwise(tokens)));
  const injected = clickNames(statements);
  const single = given.filter(({ name }) => times.get(name) === 1 && !bound.has(name));
  return {
    script,
    namespaces: new Set(given.filter(({ value }) => parsesArguments(value)).map(({ name }) => name)),
    injected,
    constants: new Map(single.flatMap(({ name, value, at }) => (at === undefined ? [[name, value]] : []))),
    positions: new Map(single.flatMap(({ name, value, at }) => positionOf(name, value, at))),
  };
}

interface Assigned {
  readonly name: string;
  readonly value: readonly Token[];
  /** Which of several that are unpacked. */
  readonly at?: number;
}

/** `a = x`, `a: T = x`, `a, b = x` */
function assigned(tokens: readonly Token[]): readonly Assigned[] {
  const parts = split(tokens, '=');
  const value = parts.at(-1)!;
  if (parts.length < 2 || value.length === 0) return [];
  return parts.slice(0, -1).flatMap((part) => {
    const targets = split(split(part, ':')[0] ?? [], ',').filter((target) => target.length > 0);
    return targets.flatMap((target, at) => {
      const [name] = target;
      if (target.length !== 1 || name?.kind !== 'name') return [];
      return [{ name: name.text, value, ...(targets.length > 1 ? { at } : {}) }];
    });
  });
}

function parsesArguments(value: readonly Token[]): boolean {
  return callsIn(value).some(({ names }) => /^parse_(known_)?args$/.test(names.at(-1)!));
}

/** `train, test = sys.argv[1:]` */
function positionOf(
  name: string,
  value: readonly Token[],
  at: number | undefined,
): readonly (readonly [string, number])[] {
  const written = value.map(({ text }) => text).join('');
  const from = /^(?:sys\.)?argv(?:\[(\d+):(?:\d+)?\])?$/.exec(written);
  return at === undefined || from === null ? [] : [[name, Number(from[1] ?? 0) + at]];
}

function positionsIn(statements: readonly Statement[], scope: Scope): readonly ScriptPosition[] {
  const found = new Map<number, ScriptPosition>();
  const add = (index: number, name: string | undefined, type: ScriptPosition['type'] = 'string'): void => {
    const before = found.get(index);
    if (index > 0 && (before?.name === undefined || before.type === 'string'))
      found.set(index, {
        index,
        name: before?.name ?? name,
        type: before !== undefined && type === 'string' ? before.type : type,
      });
  };
  for (const [name, index] of scope.positions) add(index, name);
  for (const [name, tokens] of scope.constants) {
    const value = meaningOf(tokens, scope);
    if (value.kind === 'position') add(value.index, name, value.as);
  }
  for (const { tokens } of statements)
    for (const match of tokens
      .map(({ text }) => text)
      .join(' ')
      .matchAll(/(?:\b(int|float) \( )?(?:sys \. )?\bargv \[ (\d+) \]/g))
      add(Number(match[2]), undefined, match[1] === 'int' ? 'integer' : match[1] === 'float' ? 'float' : 'string');
  return [...found.values()].sort((a, b) => a.index - b.index);
}

/** Names of parameters, of loops, of `with` and of imports: what they hold the text does not tell. */
function boundOtherwise(tokens: readonly Token[]): readonly string[] {
  const names = (part: readonly Token[]) => part.filter(({ kind }) => kind === 'name').map(({ text }) => text);
  const loops = tokens.flatMap(({ text }, at) => {
    if (text !== 'for') return [];
    const end = tokens.findIndex((one, index) => index > at && one.text === 'in');
    return names(tokens.slice(at + 1, end < 0 ? at + 1 : end));
  });
  const renamed = tokens.flatMap(({ text }, at) => (text === 'as' ? names(tokens.slice(at + 1, at + 2)) : []));
  const changed = /^(?:\+|-|\*|\/|\/\/|\*\*|%|&|\||\^|@|:)=$/.test(tokens[1]?.text ?? '')
    ? names(tokens.slice(0, 1))
    : [];
  return [...loops, ...renamed, ...changed, ...(parametersOf(tokens)?.names ?? [])];
}

/** Of `def f(a, b=1):` */
function parametersOf(
  tokens: readonly Token[],
): { readonly name: string; readonly names: readonly string[] } | undefined {
  const start = tokens[0]?.text === 'async' ? 1 : 0;
  const [word, name, open] = tokens.slice(start);
  if (word?.text !== 'def' || name?.kind !== 'name' || open?.text !== '(') return undefined;
  const inside = tokens.slice(start + 3, closing(tokens, start + 2));
  const names = split(inside, ',').flatMap((part) => {
    const own = part.find(({ kind }) => kind === 'name');
    return own === undefined || part[0]?.text === '*' || part[0]?.text === '**' ? [] : [own.text];
  });
  return { name: name.text, names };
}

/** Parameters of functions that click calls. */
function clickNames(statements: readonly Statement[]): ReadonlySet<string> {
  const names = statements.flatMap(({ tokens }, at) => {
    if (tokens[0]?.text !== '@' || tokens[1]?.text !== 'click') return [];
    const next = statements.slice(at + 1).find((one) => one.tokens[0]?.text !== '@');
    return next === undefined ? [] : (parametersOf(next.tokens)?.names ?? []);
  });
  return new Set(names);
}

function usesIn(statements: readonly Statement[], scope: Scope): readonly ScriptUse[] {
  const functions = functionsIn(statements, scope);
  return statements.flatMap(({ tokens, line }) => {
    const calls = callsIn(tokens);
    const direct = calls.flatMap((call) => fileUse(call) ?? []);
    const through = calls.flatMap((call) => usesThrough(call, functions));
    return [...direct, ...through].flatMap(({ direction, path, ending }) => {
      const value = meaningOf(path, scope);
      if (value.kind === 'number' || value.kind === 'none' || value.kind === 'boolean') return [];
      // Of a parameter tells who calls the function.
      if (value.kind === 'name' && functions.parameters.has(value.name)) return [];
      return [{ direction, value, ending, line, written: shown(path) }];
    });
  });
}

interface Functions {
  /** Which of its parameters a function reads or writes. */
  readonly uses: ReadonlyMap<
    string,
    readonly (Omit<FileUse, 'path'> & { readonly parameter: string; readonly at: number })[]
  >;
  readonly parameters: ReadonlySet<string>;
}

function functionsIn(statements: readonly Statement[], scope: Scope): Functions {
  const uses = new Map<string, Functions['uses'] extends ReadonlyMap<string, infer U> ? U : never>();
  const parameters = new Set<string>();
  for (const [at, { tokens, indent }] of statements.entries()) {
    const head = parametersOf(tokens);
    if (head === undefined) continue;
    const after = statements.slice(at + 1);
    const end = after.findIndex((one) => one.indent <= indent);
    const body = end < 0 ? after : after.slice(0, end);
    const found = body.flatMap((one) =>
      callsIn(one.tokens).flatMap((call) => {
        const use = fileUse(call);
        const value = use && meaningOf(use.path, scope);
        const index = value?.kind === 'name' ? head.names.indexOf(value.name) : -1;
        if (use === undefined || value?.kind !== 'name' || index < 0) return [];
        parameters.add(value.name);
        return [{ direction: use.direction, ending: use.ending, parameter: value.name, at: index }];
      }),
    );
    if (found.length > 0) uses.set(head.name, found);
  }
  return { uses, parameters };
}

function usesThrough(call: Call, { uses }: Functions): readonly FileUse[] {
  if (call.isOfValue || call.names.length !== 1) return [];
  return (uses.get(call.names[0]!) ?? []).flatMap(({ direction, ending, parameter, at }) => {
    const path = call.positional[at] ?? call.keyword.get(parameter);
    return path === undefined ? [] : [{ direction, ending, path }];
  });
}

function modulesIn({ tokens }: Statement): readonly string[] {
  const [word, ...rest] = tokens;
  if (word?.text === 'import')
    return split(rest, ',').map((part) => dotted(part.slice(0, part.findIndex(({ text }) => text === 'as') >>> 0)));
  if (word?.text !== 'from') return [];
  const end = rest.findIndex(({ text }) => text === 'import');
  const module = dotted(rest.slice(0, end < 0 ? undefined : end));
  // `from . import a, b`
  if (!/^\.+$/.test(module)) return [module];
  const names = rest.slice(end + 1).filter(({ text }) => !/^[()]$/.test(text));
  return split(names, ',').flatMap((part) => (part[0] === undefined ? [] : [`${module}${part[0].text}`]));
}

function dotted(tokens: readonly Token[]): string {
  return tokens.map(({ text }) => text).join('');
}

/** What is set to a plain value at the top of the text, once. */
function settingsIn(statements: readonly Statement[], scope: Scope): ScriptFacts['settings'] {
  const settings = new Map<string, number | string | boolean>();
  for (const { tokens, indent } of statements) {
    if (indent > 0) continue;
    for (const { name, value, at } of assigned(tokens)) {
      const known = at === undefined && scope.constants.has(name) ? meaningOf(value, scope) : undefined;
      if (known?.kind === 'text' && !known.isAnchored) settings.set(name, known.text);
      if (known?.kind === 'number' || known?.kind === 'boolean') settings.set(name, known.value);
    }
  }
  return settings;
}

function shown(tokens: readonly Token[]): string {
  const text = tokens
    .map(({ kind, text: own }, at) => (kind === 'name' && tokens[at - 1]?.kind === 'name' ? ` ${own}` : own))
    .join('');
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
