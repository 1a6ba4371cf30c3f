import { Cancelled, Failure, usage } from '../../engine/src/failure.ts';
import { missingNative } from '../../engine/src/operations/missingNative.ts';
import type { Arguments, ArgumentsOf, OperationEvent } from '../../engine/src/operations/operation.ts';
import type { Host } from '../../engine/src/ports/host.ts';
import type { Command } from './command.ts';
import { type CommandLine, commandFirst, readCommandLine, type SharedFlags } from './commandLine.ts';
import { allCommands, commandsNamed } from './commands.ts';
import { commandHelp, overview } from './help.ts';
import { toJson } from './json.ts';
import { type Style, styleOf } from './terminal.ts';

export interface Surroundings {
  readonly signal: AbortSignal;
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly out: Stream;
  readonly err: Stream;
  /** Gives the process over to a server until it ends. */
  serve?(command: ServerCommand): Promise<number>;
  openHost(options: { readonly project: string | undefined; readonly verbose: boolean }): Host;
}

/** Which server, and what the user said to it. */
export interface ServerCommand {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly shared: SharedFlags;
}

export interface Stream {
  write(text: string): void;
  readonly color: boolean;
  readonly columns: number;
}

/**
 * Runs one command line to its exit code: 0 done and good, 1 the answer is no, 2 could not be done, 130 cancelled.
 * Results go to `out`, progress and messages to `err`.
 */
export async function runCommandLine(argv: readonly string[], around: Surroundings): Promise<number> {
  const verbose = argv.includes('--verbose');
  try {
    const [first] = commandFirst(argv);
    const general = first === undefined || first.startsWith('-') || first === 'help' || first === 'version';
    const commands = general ? [] : await commandsNamed(first);
    const operations = commands.map((command) => command.operation);
    return await dispatch(readCommandLine(argv, operations), commands, around);
  } catch (error) {
    return report(error, around, verbose);
  }
}

async function dispatch(line: CommandLine, commands: readonly Command[], around: Surroundings): Promise<number> {
  const style = styleOf(colored(around.out, around));
  if (line.kind === 'help') {
    around.out.write(`${await help(line.topic, style)}\n`);
    return 0;
  }
  const command = line.kind === 'command' ? commands.find((one) => one.operation === line.operation) : undefined;
  if (line.kind === 'command' && command?.serves && around.serve)
    return around.serve({ name: line.operation.name, args: line.args, shared: line.shared });
  const shared = line.kind === 'command' ? line.shared : { project: undefined, verbose: false };
  const host = around.openHost(shared);
  try {
    if (line.kind === 'command' && command) return await runCommand(command, line.args, line.shared, host, around);
    around.out.write(`${host.machine.modelyard}\n`);
    return 0;
  } finally {
    await host.close();
  }
}

async function runCommand(
  command: Command,
  args: Readonly<Record<string, unknown>>,
  shared: SharedFlags,
  host: Host,
  around: Surroundings,
): Promise<number> {
  const { operation } = command;
  const write = writerOf(command, shared.format, host, around);
  const live = around.err.color && shared.format === 'text' && around.variables['CI'] === undefined;
  const progress =
    shared.quiet || shared.format === 'ndjson'
      ? undefined
      : command.progress?.(around.err, { color: colored(around.err, around), live, columns: around.err.columns }, args);
  const event = (one: OperationEvent) => {
    if (shared.format === 'ndjson') around.out.write(`${toJson(one)}\n`);
    progress?.event(one);
  };
  const result = await operation.run(host, args as ArgumentsOf<Arguments>, { signal: around.signal, event });
  progress?.end();
  await write(result);
  return operation.verdict?.(result) ?? 0;
}

/** Prints a result in the form that was asked for. */
function writerOf(
  command: Command,
  format: string,
  host: Host,
  around: Surroundings,
): (result: unknown) => void | Promise<void> {
  const { out } = around;
  if (format === 'json') return (result) => out.write(`${toJson(result, 2)}\n`);
  if (format === 'ndjson' && command.progress) return () => {};
  const form = command.formats[format];
  if (form) return async (result) => out.write(ended(await form(result, styleOf(colored(out, around)), host)));
  const known = [...Object.keys(command.formats), 'json', ...(command.progress ? ['ndjson'] : [])];
  throw usage(`\`--format ${format}\` is not known here.`, `Say one of: ${known.join(', ')}.`);
}

async function help(topic: string, style: Style): Promise<string> {
  const operations = (await allCommands()).map((command) => command.operation);
  const operation = operations.find((one) => one.name === topic);
  if (operation) return commandHelp(operation, style);
  const verbs = topic === '' ? operations : operations.filter((one) => one.name.startsWith(`${topic} `));
  if (verbs.length === 0) throw usage(`\`${topic}\` is no command.`, 'Run `modelyard help` for the list.');
  return overview(verbs, style);
}

function report(thrown: unknown, around: Surroundings, verbose: boolean): number {
  const error = missingNative(thrown) ?? thrown;
  const style = styleOf(colored(around.err, around));
  if (error instanceof Cancelled) {
    around.err.write(`${style.yellow(error.message)}\n`);
    return 130;
  }
  if (error instanceof Failure) {
    around.err.write(`${style.red('error')}: ${placeOf(error)}${error.message}\n`);
    if (error.next) around.err.write(`${style.bold('next')}: ${error.next}\n`);
    if (verbose && error.cause instanceof Error)
      around.err.write(`${style.dim(error.cause.stack ?? error.cause.message)}\n`);
    return error.exitCode;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  around.err.write(`${style.red('error')}: this is a mistake in Modelyard, not yours.\n${stack}\n`);
  return 2;
}

/** File and line before the message, unless it names the file itself. */
function placeOf({ place, message }: Failure): string {
  if (!place || message.includes(place.file)) return '';
  return `${place.file}${place.line === undefined ? '' : `:${place.line}`}: `;
}

function colored(stream: Stream, around: Surroundings): boolean {
  return stream.color && !around.variables['NO_COLOR'];
}

function ended(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
