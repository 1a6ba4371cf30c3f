import { commands, env, Range, Uri, window } from 'vscode';
import { parseRun } from '../../../engine/src/language/runReference.ts';
import { shellOf, shellText } from '../../../engine/src/language/shellText.ts';
import { COMMANDS } from '../../../server/src/protocol.ts';
import type { Asking } from '../asking.ts';
import type { LanguageServer } from '../languageServer.ts';
import { runsOf, runsText } from '../runs/runsOf.ts';
import { operate } from './operate.ts';
import { refusalText } from './outcome.ts';
import type { Subject } from './row.ts';
import { runInTerminal } from './terminalTask.ts';

/** What commands on rows stand on. */
export interface RowCommandOptions {
  readonly asking: Asking;
  readonly server: LanguageServer;
  /** The command line's bundle. */
  readonly program: string;
}

/** Opens the YAML line of what a row stands for. */
export async function openSpecLine({ root, place }: Subject): Promise<void> {
  if (place === undefined) return;
  const selection = new Range(place.line, 0, place.line, 0);
  await commands.executeCommand('vscode.open', Uri.joinPath(Uri.parse(root), place.file), { selection });
}

/** Opens a file that a run made, with whichever editor is for it. */
export async function openArtifact({ root, run, path }: Subject, { asking }: RowCommandOptions): Promise<void> {
  if (run === undefined || path === undefined) return;
  const told = await asking.ask(Uri.parse(root), 'artifact', { run, path });
  if (told.kind === 'refused') void window.showWarningMessage(refusalText(told));
  else await commands.executeCommand('vscode.open', Uri.file(told.value.file));
}

/** Opens the page of a run, or of the run that made a version. */
export async function openRunOf({ root, run }: Subject): Promise<void> {
  if (run !== undefined) await commands.executeCommand(COMMANDS.openRun, { root, run });
}

/** Of another tool's run the id that this tool knows. */
export async function copyId({ run, dataVersion }: Subject): Promise<void> {
  await env.clipboard.writeText(dataVersion ?? (run === undefined ? '' : parseRun(run).run));
}

/** As specs and commands name it: `flight-delay:3`, `flights@a81c40`. */
export async function copyReference({ model, version, dataset, dataVersion }: Subject): Promise<void> {
  if (model !== undefined) await env.clipboard.writeText(version === undefined ? model : `${model}:${version}`);
  else if (dataset !== undefined)
    await env.clipboard.writeText(dataVersion === undefined ? dataset : `${dataset}@${dataVersion.slice(0, 8)}`);
}

/** What runs each once more in a terminal, with its own parameters, as the user's shell reads it. */
export async function copyCommand(subject: Subject, { asking }: RowCommandOptions): Promise<void> {
  const lines: string[] = [];
  for (const run of runsOf(subject)) {
    const told = await asking.ask(Uri.parse(subject.root), 'runPage', { run });
    if (told.kind === 'refused') void window.showWarningMessage(refusalText(told));
    else if (told.value.command === null)
      void window.showInformationMessage(`No pipeline made run ${run.slice(0, 4)}.`);
    else lines.push(shellText(told.value.command, shellOf(env.shell, process.platform)));
  }
  if (lines.length > 0) await env.clipboard.writeText(lines.join('\n'));
}

export async function showRun({ root, run }: Subject, { program }: RowCommandOptions): Promise<void> {
  if (run !== undefined) await runInTerminal(Uri.parse(root), ['runs', 'show', run], program);
}

export async function verifyModel({ root, model }: Subject, { program }: RowCommandOptions): Promise<void> {
  if (model !== undefined) await runInTerminal(Uri.parse(root), ['models', 'verify', model], program);
}

/** Makes ONNX of an MLflow model in the project's own Python, and the next version of it where both answer alike. */
export async function convertModel({ root, model, version }: Subject, { program }: RowCommandOptions): Promise<void> {
  if (model === undefined || version === undefined) return;
  await runInTerminal(Uri.parse(root), ['models', 'convert', `${model}:${version}`, '--register'], program);
}

export async function validateData({ root, dataset }: Subject, { program }: RowCommandOptions): Promise<void> {
  if (dataset !== undefined) await runInTerminal(Uri.parse(root), ['data', 'validate', dataset], program);
}

export async function profileData({ root, dataset, dataVersion }: Subject, options: RowCommandOptions): Promise<void> {
  if (dataset === undefined) return;
  const name = dataVersion === undefined ? dataset : `${dataset}@${dataVersion.slice(0, 8)}`;
  await runInTerminal(Uri.parse(root), ['data', 'profile', name], options.program);
}

/** Hides runs; they can be brought back. Nobody is asked before one goes, but before several do. */
export async function deleteRun(subject: Subject, { server }: RowCommandOptions): Promise<void> {
  const runs = runsOf(subject);
  const { root } = subject;
  if (runs.length === 0 || (runs.length > 1 && !(await isWanted(runs)))) return;
  if (!(await done(server, root, ['runs', 'delete', ...runs]))) return;
  const text = runsText(runs);
  const sentence = runs.length === 1 ? `R${text.slice(1)} is deleted.` : `${text} are deleted.`;
  // The command is over before somebody has read this.
  window.showInformationMessage(sentence, 'Undo').then(
    async (chosen) => {
      if (chosen === 'Undo') await done(server, root, ['runs', 'delete', ...runs, '--restore']);
    },
    () => {},
  );
}

async function isWanted(runs: readonly string[]): Promise<boolean> {
  const text = runsText(runs);
  const detail = 'They exist only on this machine. Undo, or modelyard runs delete --restore, brings them back.';
  const yes = `Delete ${text}`;
  return (await window.showWarningMessage(`Delete ${text}?`, { modal: true, detail }, yes)) === yes;
}

/** Sets a tag of runs, or removes one. */
export async function tagRun(subject: Subject, { server }: RowCommandOptions): Promise<void> {
  const runs = runsOf(subject);
  if (runs.length === 0) return;
  const typed = await window.showInputBox({
    title: `Tag of ${runsText(runs)}`,
    prompt: 'A name and a value, such as keep=yes. Without a value the tag is removed.',
    placeHolder: 'name=value',
    validateInput: (text) => (/^\s*[^=\s][^=]*=/.test(text) || text === '' ? undefined : 'Write it as name=value.'),
  });
  if (!typed) return;
  const [name = '', ...value] = typed.split('=');
  for (const run of runs)
    if (!(await setTag(server, { root: subject.root, run }, name.trim(), value.join('=').trim()))) return;
}

/** Sets what is noted of runs; an empty note removes it. */
export async function noteRun(subject: Subject, { server, asking }: RowCommandOptions): Promise<void> {
  const runs = runsOf(subject);
  const [first, ...others] = runs;
  if (first === undefined) return;
  const page = await asking.ask(Uri.parse(subject.root), 'runPage', { run: first });
  const typed = await window.showInputBox({
    title: `Note on ${runsText(runs)}`,
    prompt: others.length === 0 ? 'An empty note removes it.' : 'It takes the place of the notes that they have.',
    value: page.kind === 'told' && others.length === 0 ? (page.value.notes ?? '') : '',
  });
  if (typed === undefined) return;
  for (const run of runs) if (!(await setTag(server, { root: subject.root, run }, NOTE, typed.trim()))) return;
}

/** Tag that MLflow keeps notes in. */
const NOTE = 'mlflow.note.content';

async function setTag(
  server: LanguageServer,
  { root, run }: { readonly root: string; readonly run: string },
  name: string,
  value: string,
): Promise<boolean> {
  return done(server, root, ['runs', 'tag', run, ...(value === '' ? ['--remove', name] : [`${name}=${value}`])]);
}

/** Whether it was done; shows why not. */
async function done(server: LanguageServer, root: string, line: readonly string[]): Promise<boolean> {
  const problem = await operate(server, root, line);
  if (problem !== undefined) void window.showErrorMessage(problem);
  return problem === undefined;
}
