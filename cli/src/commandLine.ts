import { parseArgs } from 'node:util';
import { type Failure, usage } from '../../engine/src/failure.ts';
import { nearest } from '../../engine/src/language/nearest.ts';
import type { Argument, Arguments, Operation } from '../../engine/src/operations/operation.ts';

/** What the user typed, checked against the operation it names. */
export type CommandLine =
  | {
      readonly kind: 'command';
      readonly operation: Operation;
      readonly args: Readonly<Record<string, unknown>>;
      readonly shared: SharedFlags;
    }
  | { readonly kind: 'help'; readonly topic: string }
  | { readonly kind: 'version' };

export interface SharedFlags {
  readonly format: string;
  readonly project: string | undefined;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

/** Flags that every command takes. */
export const SHARED: Arguments = {
  project: {
    type: 'string',
    description: 'The project folder; default: the one around the working directory.',
    placeholder: 'DIR',
  },
  format: { type: 'string', description: 'Form of the result on stdout.', default: 'text', placeholder: 'FORMAT' },
  quiet: { type: 'boolean', description: 'No progress, only the result.' },
  verbose: { type: 'boolean', description: 'Also what helps to find a bug.' },
};

/**
 * Reads a command line. Throws a `usage` failure that names what is wrong, the nearest right thing and where help is.
 */
export function readCommandLine(typed: readonly string[], operations: readonly Operation[]): CommandLine {
  const argv = commandFirst(typed);
  if (argv[0] === '--version' || argv[0] === '-V' || argv[0] === 'version') return { kind: 'version' };
  if (argv.length === 0 || argv[0] === 'help' || argv[0]?.startsWith('-'))
    return {
      kind: 'help',
      topic: argv
        .slice(1)
        .filter((word) => !word.startsWith('-'))
        .join(' '),
    };
  const operation = findOperation(argv, operations);
  const rest = argv.slice(operation.name.split(' ').length);
  if (rest.includes('--help') || rest.includes('-h')) return { kind: 'help', topic: operation.name };
  const { values, positionals } = parseFlags(operation, rest);
  const args: Record<string, unknown> = {};
  const places = Object.entries(operation.arguments).filter(([, argument]) => argument.positional);
  for (const [name, argument] of Object.entries(operation.arguments)) {
    if (argument.positional) continue;
    args[name] = readValue(operation, `--${flagOf(name)}`, argument, values[flagOf(name)]);
  }
  for (const [name, argument] of places) {
    const given = argument.multiple ? positionals.splice(0) : positionals.shift();
    args[name] = readValue(operation, (argument.placeholder ?? name).toUpperCase(), argument, given);
  }
  if (positionals.length > 0) throw wrong(operation, `\`${positionals[0]}\` is one word too many.`);
  return {
    kind: 'command',
    operation,
    args,
    shared: {
      format: String(values['format'] ?? 'text'),
      project: values['project'] as string | undefined,
      quiet: values['quiet'] === true,
      verbose: values['verbose'] === true,
    },
  };
}

/** Flags that every command takes may stand before it too: `modelyard --project DIR runs list`. */
export function commandFirst(argv: readonly string[]): readonly string[] {
  let at = 0;
  while (argv[at]?.startsWith('--')) {
    const [name = '', value] = argv[at]!.slice(2).split('=', 2);
    const flag = SHARED[name];
    if (!flag) return argv;
    at += flag.type === 'boolean' || value !== undefined ? 1 : 2;
  }
  return [...argv.slice(at), ...argv.slice(0, at)];
}

/** `fromStep` is typed `--from-step`. */
export function flagOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function findOperation(argv: readonly string[], operations: readonly Operation[]): Operation {
  const two = operations.find((operation) => operation.name === `${argv[0]} ${argv[1]}`);
  const found = two ?? operations.find((operation) => operation.name === argv[0]);
  if (found) return found;
  const verbs = operations
    .filter((operation) => operation.name.startsWith(`${argv[0]} `))
    .map((operation) => operation.name);
  if (verbs.length > 0) {
    const said = argv[1] ? `\`${argv[0]} ${argv[1]}\` is no command.` : `\`${argv[0]}\` wants a verb.`;
    throw usage(said, `Say one of: ${verbs.map((verb) => `\`modelyard ${verb}\``).join(', ')}.`);
  }
  const near = nearest(
    argv[0] ?? '',
    operations.map((operation) => operation.name.split(' ')[0] ?? ''),
  );
  throw usage(
    `\`${argv[0]}\` is no command.`,
    near ? `Did you mean \`modelyard ${near}\`?` : 'Run `modelyard help` for the list.',
  );
}

function parseFlags(operation: Operation, rest: readonly string[]) {
  const declared: Arguments = { ...operation.arguments, ...SHARED };
  const flags = Object.entries(declared).filter(([, argument]) => !argument.positional);
  const options = Object.fromEntries(
    flags.map(([name, argument]) => [
      flagOf(name),
      {
        type: argument.type === 'boolean' ? ('boolean' as const) : ('string' as const),
        multiple: argument.multiple === true,
      },
    ]),
  );
  try {
    return parseArgs({
      args: withBareFlags(withNegativeNumbers(rest), declared),
      options,
      allowPositionals: true,
      strict: true,
    }) as {
      values: Record<string, unknown>;
      positionals: string[];
    };
  } catch (error) {
    const unknown = rest.find((word) => word.startsWith('--') && !(word.slice(2).split('=')[0] ?? '' in options));
    const name = /'(-[^ ']+)/.exec((error as Error).message)?.[1] ?? unknown;
    const near = name && nearest(name.replace(/^-+/, ''), Object.keys(options));
    const known = name !== undefined && name.replace(/^-+/, '') in options;
    const what = known
      ? `${name} is not used that way: ${(error as Error).message.split('\n')[0]}`
      : `${name ?? 'An option'} is no option here.`;
    throw wrong(operation, what, near && !known ? `Did you mean \`--${near}\`?` : undefined);
  }
}

/** `--at -1` is a value, not a flag. */
function withNegativeNumbers(words: readonly string[]): string[] {
  const out: string[] = [];
  for (const word of words) {
    const before = out.at(-1);
    if (/^-\d/.test(word) && before?.startsWith('--') && !before.includes('='))
      out[out.length - 1] = `${before}=${word}`;
    else out.push(word);
  }
  return out;
}

/** `--ci` is `--ci=auto`. */
function withBareFlags(words: readonly string[], declared: Arguments): string[] {
  const bare = new Map(Object.entries(declared).map(([name, argument]) => [`--${flagOf(name)}`, argument]));
  return words.map((word, index) => {
    const argument = bare.get(word);
    if (argument?.bare === undefined || argument.choices?.includes(words[index + 1] ?? '')) return word;
    return `${word}=${argument.bare}`;
  });
}

function readValue(operation: Operation, label: string, argument: Argument, given: unknown): unknown {
  if (argument.multiple)
    return ((given as string[] | undefined) ?? []).map((one) => single(operation, label, argument, one));
  if (given === undefined) {
    if (argument.required) throw wrong(operation, `${label} is missing: ${argument.description}`);
    return argument.default ?? (argument.type === 'boolean' ? false : undefined);
  }
  return single(operation, label, argument, given);
}

function single(operation: Operation, label: string, argument: Argument, given: unknown): unknown {
  if (argument.choices && !argument.choices.includes(String(given)))
    throw wrong(operation, `${label} is \`${given}\`, which is none of ${argument.choices.join(', ')}.`);
  if (argument.type !== 'integer' && argument.type !== 'number') return given;
  const number = Number(given);
  const fits =
    String(given).trim() !== '' &&
    (argument.type === 'integer' ? Number.isSafeInteger(number) : Number.isFinite(number));
  if (!fits)
    throw wrong(
      operation,
      `${label} is \`${given}\`, which is not ${argument.type === 'integer' ? 'a whole number' : 'a number'}.`,
    );
  return number;
}

function wrong(operation: Operation, message: string, hint?: string): Failure {
  return usage(message, [hint, `\`modelyard help ${operation.name}\` shows examples.`].filter(Boolean).join(' '));
}
