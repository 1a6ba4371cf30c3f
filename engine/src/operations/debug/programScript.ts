import { posix as path } from 'node:path';
import type { Program } from '../../ports/executor.ts';

/** What a program is to a debugger. */
export type ProgramKind = 'python' | 'node' | 'other';

/** What an interpreter is told to run, its own options before it and the script's arguments behind it. */
export type Script = ScriptTarget & { readonly options: readonly string[]; readonly args: readonly string[] };

type ScriptTarget =
  /** As named in the command. */
  | { readonly kind: 'file'; readonly file: string }
  /** `python -m NAME` */
  | { readonly kind: 'module'; readonly module: string };

export interface DebuggedProgram {
  readonly kind: ProgramKind;
  /** Null of `other`. */
  readonly script: Script | null;
}

const OTHER: DebuggedProgram = { kind: 'other', script: null };

/** Options that are followed by a value of their own, and those that bring code instead of a script. */
const INTERPRETERS = [
  {
    kind: 'python',
    name: /^(python|pypy)[\d.]*w?(\.exe)?$/i,
    valued: ['-W', '-X', '--check-hash-based-pycs'],
    code: ['-c', '-'],
    module: '-m',
  },
  {
    kind: 'node',
    name: /^node(js)?(\.exe)?$/i,
    valued: ['-r', '--require', '--import', '--loader', '--experimental-loader', '-C', '--conditions'],
    code: ['-e', '--eval', '-p', '--print', '-pe', '-', '--test', '--run'],
    module: undefined,
  },
] as const;

/** Whether a program is an interpreter that runs a script, and which; `name` as the command names it, since its file may be another's. */
export function programScript(name: string, { arguments: given }: Pick<Program, 'arguments'>): DebuggedProgram {
  const called = path.basename(name.replaceAll('\\', '/'));
  const interpreter = INTERPRETERS.find((one) => one.name.test(called));
  if (interpreter === undefined) return OTHER;
  const { kind, valued, code, module } = interpreter;
  const isOneOf = (list: readonly string[], word: string) => list.includes(word);
  for (let at = 0; at < given.length; at += 1) {
    const word = given[at]!;
    const options = given.slice(0, at);
    if (isOneOf(code, word)) return OTHER;
    if (word === module) {
      const named = given[at + 1];
      return named === undefined
        ? OTHER
        : { kind, script: { kind: 'module', module: named, options, args: given.slice(at + 2) } };
    }
    if (isOneOf(valued, word)) at += 1;
    else if (!word.startsWith('-'))
      return { kind, script: { kind: 'file', file: word, options, args: given.slice(at + 1) } };
  }
  return OTHER;
}
