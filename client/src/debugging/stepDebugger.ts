import { randomUUID } from 'node:crypto';
import {
  commands,
  type DebugConfiguration,
  type DebugSession,
  type Disposable,
  debug,
  extensions,
  type Memento,
  Uri,
  type WorkspaceFolder,
  window,
  workspace,
} from 'vscode';
import type { PreparedStep } from '../../../engine/src/operations/debug/prepareStep.ts';
import type { StepArgument } from '../../../server/src/protocol.ts';
import { pythonReady } from '../python/interpreter.ts';
import { STEP_MARK } from '../python/launch.ts';
import { busy } from '../start/busy.ts';
import { askProgram } from '../start/program.ts';
import { type Debugging, debuggingOf, type Launch } from './configuration.ts';
import { endedText } from './endedText.ts';
import { runWithoutDebugging } from './runWithoutDebugging.ts';

export type StartDebugging = (folder: WorkspaceFolder | undefined, launch: DebugConfiguration) => Thenable<boolean>;

export interface StepDebuggerOptions {
  /** The command line's bundle. */
  readonly program: string;
  /** Where it is kept that the user has been told what is not recorded. */
  readonly memory: Memento;
  readonly start?: StartDebugging;
}

/** Debugs the user's own program in a step, with what a run would give it. */
export class StepDebugger implements Disposable {
  readonly #program: string;
  readonly #memory: Memento;
  readonly #start: StartDebugging;
  readonly #ending: Disposable;
  /** Steps under a debugger, by the mark of their session. */
  readonly #sessions = new Map<string, PreparedStep>();

  constructor({ program, memory, start = debug.startDebugging }: StepDebuggerOptions) {
    this.#program = program;
    this.#memory = memory;
    this.#start = start;
    this.#ending = debug.onDidTerminateDebugSession((session) => this.#ended(session));
  }

  dispose(): void {
    this.#ending.dispose();
  }

  /** Runs what the step needs, puts its inputs in place and starts it; false where it was not started. */
  async debug({ root, pipeline, step }: StepArgument): Promise<boolean> {
    const folder = Uri.parse(root);
    await Promise.all([workspace.saveAll(false), pythonReady()]);
    const prepared = await busy(`Preparing ${step} of ${pipeline}`, (signal) =>
      askProgram<PreparedStep>(['prepare', pipeline, step], { program: this.#program, folder: folder.fsPath, signal }),
    );
    return prepared === undefined ? false : this.#begin(prepared, folder);
  }

  async #begin(prepared: PreparedStep, root: Uri): Promise<boolean> {
    const hasExtension = (id: string) => extensions.getExtension(id) !== undefined;
    const debugging = debuggingOf(prepared, { variables: process.env, hasExtension });
    if (debugging.kind !== 'launch') return this.#offer(debugging, prepared, root);
    return this.#launch(debugging.launch, prepared, root);
  }

  async #launch(launch: Launch, prepared: PreparedStep, root: Uri): Promise<boolean> {
    const mark = randomUUID();
    this.#sessions.set(mark, prepared);
    const begun = await this.#start(workspace.getWorkspaceFolder(root), { ...launch, [MARK]: mark });
    if (!begun) this.#sessions.delete(mark);
    return begun;
  }

  async #offer(debugging: Exclude<Debugging, { kind: 'launch' }>, prepared: PreparedStep, root: Uri): Promise<boolean> {
    const missing = debugging.kind === 'missing' ? debugging : undefined;
    const message = missing
      ? `Step \`${prepared.step}\` is debugged by the extension “${missing.named}” (${missing.extension}), which is not installed`
      : (debugging as Extract<Debugging, { kind: 'unknown' }>).message;
    const chosen = await window.showWarningMessage(message, ...(missing ? [INSTALL] : []), RUN);
    if (chosen === RUN) await runWithoutDebugging(prepared, root);
    if (chosen !== INSTALL || missing === undefined) return false;
    await commands.executeCommand('workbench.extensions.installExtension', missing.extension);
    return this.#begin(prepared, root);
  }

  async #ended({ configuration }: DebugSession): Promise<void> {
    const mark = String(configuration[MARK]);
    const prepared = this.#sessions.get(mark);
    if (prepared === undefined) return;
    this.#sessions.delete(mark);
    const names = Object.keys(prepared.outputs);
    const there = await Promise.all(names.map((name) => isThere(prepared.outputs[name]!)));
    const written = names.filter((_, index) => there[index]);
    const isTold = this.#memory.get(TOLD, false);
    await this.#memory.update(TOLD, true);
    const chosen = await window.showInformationMessage(
      endedText(prepared, { written, isFirst: !isTold }),
      ...(written.length === 0 ? [] : [OPEN]),
    );
    if (chosen === OPEN) await open(prepared, written);
  }
}

const MARK = STEP_MARK;
const TOLD = 'modelyard.debuggedIsNoRun';
const INSTALL = 'Install';
const RUN = 'Run Without Debugging';
const OPEN = 'Open Output';

async function open({ outputs }: PreparedStep, written: readonly string[]): Promise<void> {
  const name =
    written.length === 1 ? written[0] : await window.showQuickPick([...written], { placeHolder: 'Output to open' });
  if (name !== undefined) await commands.executeCommand('vscode.open', Uri.file(outputs[name]!));
}

async function isThere(file: string): Promise<boolean> {
  return workspace.fs.stat(Uri.file(file)).then(
    () => true,
    () => false,
  );
}
