import { Uri, window, workspace } from 'vscode';
import type { KeptConsent } from './keptConsent.ts';
import { namesMlflow, REQUIREMENT_FILES } from './pythonUse.ts';

export interface AskConsentOptions {
  readonly consent: KeptConsent;
  /** The user said yes, and to which project. */
  readonly given: (root: Uri) => Promise<void>;
  readonly say?: (text: string, ...buttons: readonly string[]) => Thenable<string | undefined>;
}

/** Asks once in a window whether runs of the user's own Python are logged, when programs that use `mlflow` are about to run. */
export class AskConsent {
  readonly #options: AskConsentOptions;
  #isAsked = false;

  constructor(options: AskConsentOptions) {
    this.#options = options;
  }

  /** @param programs files that are to run; others of the project may say that it uses `mlflow`, too */
  async ask(root: Uri, programs: readonly Uri[]): Promise<void> {
    const { consent, given, say = window.showInformationMessage } = this.#options;
    if (this.#isAsked || consent.now !== 'ask' || !(await usesMlflow(root, programs))) return;
    if (this.#isAsked) return;
    this.#isAsked = true;
    const chosen = await say(TEXT, YES, LATER, NEVER);
    if (chosen === YES) await given(root);
    if (chosen === NEVER) await consent.answer('no');
  }
}

const TEXT =
  'Log this project’s Python runs here? What scripts log with mlflow becomes runs of the project, with no line of them changed: terminals and debugging are told the address of a service on this machine.';
const YES = 'Log Runs Here';
const LATER = 'Not Now';
const NEVER = 'Never Here';

async function usesMlflow(root: Uri, programs: readonly Uri[]): Promise<boolean> {
  const files = [...programs, ...REQUIREMENT_FILES.map((name) => Uri.joinPath(root, name))];
  const texts = await Promise.all(files.map(beginOf));
  return texts.some(namesMlflow);
}

/** Nobody reads megabytes to ask a question. */
async function beginOf(file: Uri): Promise<string> {
  try {
    const { size } = await workspace.fs.stat(file);
    return size > MOST ? '' : new TextDecoder().decode(await workspace.fs.readFile(file));
  } catch {
    return '';
  }
}

const MOST = 4 * 1024 * 1024;
