import { isAbsolute, join } from 'node:path';
import type { PreparedStep } from '../../../engine/src/operations/debug/prepareStep.ts';

/** What is started under a debugger: a launch configuration of the editor. */
export interface Launch {
  readonly type: string;
  readonly request: 'launch';
  readonly name: string;
  readonly env: Readonly<Record<string, string | null>>;
  readonly [key: string]: unknown;
}

export type Debugging =
  | { readonly kind: 'launch'; readonly launch: Launch }
  /** The debugger is not there; this extension would bring it. */
  | { readonly kind: 'missing'; readonly extension: string; readonly named: string }
  /** No debugger that we know runs such a program. */
  | { readonly kind: 'unknown'; readonly message: string };

export interface Around {
  /** Variables of this process, in which secrets stand. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly hasExtension: (id: string) => boolean;
}

/** How the program of a prepared step is started under the debugger of its language, just as a run starts it. */
export function debuggingOf(prepared: PreparedStep, { variables, hasExtension }: Around): Debugging {
  const { kind, step, pipeline } = prepared;
  if (kind === 'other') return { kind: 'unknown', message: notDebuggable(prepared) };
  const debuggers = DEBUGGERS[kind];
  const found = debuggers.find(({ extension }) => hasExtension(extension));
  if (found === undefined) return { kind: 'missing', ...debuggers[0] };
  const common = {
    type: found.type,
    request: 'launch' as const,
    name: `${step} of ${pipeline}`,
    cwd: prepared.cwd,
    env: environmentOf(prepared, variables),
    // The terminal would write variables on the screen, secrets among them.
    console: Object.keys(prepared.secrets).length === 0 ? 'integratedTerminal' : 'internalConsole',
  };
  return { kind: 'launch', launch: { ...common, ...(kind === 'python' ? ofPython(prepared) : ofNode(prepared)) } };
}

/** The first brings what is missing. */
const DEBUGGERS = {
  python: [
    { extension: 'ms-python.debugpy', named: 'Python Debugger', type: 'debugpy' },
    { extension: 'ms-python.python', named: 'Python', type: 'python' },
  ],
  node: [{ extension: 'ms-vscode.js-debug', named: 'JavaScript Debugger', type: 'node' }],
} as const;

/** Its own variables, its secrets by their values, and null for what it does not have. */
export function environmentOf(
  { env, unset, secrets }: Pick<PreparedStep, 'env' | 'unset' | 'secrets'>,
  variables: Around['variables'],
): Readonly<Record<string, string | null>> {
  const revealed = Object.entries(secrets).map(([name, text]) => [name, reveal(text, variables)]);
  return { ...env, ...Object.fromEntries(revealed), ...Object.fromEntries(unset.map((name) => [name, null])) };
}

function reveal(text: string, variables: Around['variables']): string {
  return text.replace(/\$\{\{ secrets\.(\w+) \}\}/g, (_, name: string) => variables[`MODELYARD_SECRET_${name}`] ?? '');
}

function ofPython({ program, script, cwd }: PreparedStep): Readonly<Record<string, unknown>> {
  return {
    python: program,
    pythonArgs: script?.options ?? [],
    ...(script?.kind === 'module' ? { module: script.module } : { program: within(cwd, script?.file ?? '') }),
    args: script?.args ?? [],
    // A `.env` beside the project would add variables that a run does not have.
    envFile: '',
  };
}

function ofNode({ program, script, cwd }: PreparedStep): Readonly<Record<string, unknown>> {
  return {
    runtimeExecutable: program,
    runtimeArgs: script?.options ?? [],
    program: within(cwd, script?.kind === 'file' ? script.file : ''),
    args: script?.args ?? [],
    skipFiles: ['<node_internals>/**'],
  };
}

function within(folder: string, file: string): string {
  return isAbsolute(file) ? file : join(folder, file);
}

function notDebuggable({ step, program }: PreparedStep): string {
  const name = program.split(/[\\/]/).at(-1);
  return `Step \`${step}\` runs \`${name}\` in a way that no debugger follows. What can be debugged: \`run: python FILE\`, \`run: python -m MODULE\` and \`run: node FILE\`, without \`shell\`.`;
}
