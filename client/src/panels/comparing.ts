import { basename } from 'node:path';
import { type Disposable, ProgressLocation, Uri, window, workspace } from 'vscode';
import type { MonitorReport } from '../../../engine/src/monitoring/report/monitorReport.ts';
import { COMPARING, type ComparingTold } from '../../../webviews/drift/protocol.ts';
import type { FilePair, ToPage } from '../../../webviews/shared/protocol.ts';
import { askProgram, Refused, Stopped, textOfProgram } from '../start/program.ts';

export interface ComparingHands {
  readonly root: Uri;
  /** The command line's bundle. */
  readonly program: string;
  readonly tell: (message: ToPage) => void;
}

/** How far two files have moved from each other, for the page of a panel; what is at work ends with it. */
export class Comparing implements Disposable {
  readonly #hands: ComparingHands;
  #atWork: AbortController | undefined;

  constructor(hands: ComparingHands) {
    this.#hands = hands;
  }

  /** Runs `drift`, and tells its report. */
  async start(pair: FilePair): Promise<void> {
    if (!workspace.isTrusted) return this.#tell(RESTRICTED);
    this.#tell({ kind: 'begun' });
    const control = this.#begin();
    try {
      const report = await this.#busy(pair, () => askProgram<MonitorReport>(wordsOf(pair), this.#options(control)));
      if (this.#atWork === control) this.#tell({ kind: 'done', report });
    } catch (error) {
      if (error instanceof Stopped || this.#atWork !== control) return;
      if (!(error instanceof Refused)) throw error;
      const { message, next } = error.refusal;
      this.#tell({ kind: 'refused', message, ...(next !== undefined && { next }) });
    }
  }

  /** Runs `drift` once more, and lets the user name a file for its page. */
  async save(pair: FilePair): Promise<void> {
    if (!workspace.isTrusted) return;
    const options = this.#options(new AbortController());
    const text = await this.#busy(pair, () => textOfProgram([...wordsOf(pair), '--format', 'html'], options));
    const defaultUri = Uri.joinPath(this.#hands.root, 'drift.html');
    const file = await window.showSaveDialog({ defaultUri, title: 'Save drift report' });
    if (file !== undefined) await workspace.fs.writeFile(file, new TextEncoder().encode(text));
  }

  dispose(): void {
    this.#atWork?.abort();
  }

  /** What was begun before it is no longer wanted. */
  #begin(): AbortController {
    this.#atWork?.abort();
    this.#atWork = new AbortController();
    return this.#atWork;
  }

  #options({ signal }: AbortController) {
    const { program, root } = this.#hands;
    return { program, folder: root.fsPath, signal };
  }

  #busy<T>({ reference, current }: FilePair, work: () => Promise<T>): Thenable<T> {
    const title = `Comparing ${basename(reference)} and ${basename(current)}`;
    return window.withProgress({ location: ProgressLocation.Window, title }, work);
  }

  #tell(argument: ComparingTold): void {
    this.#hands.tell({ kind: 'act', act: COMPARING, argument: { ...argument } });
  }
}

const RESTRICTED: ComparingTold = {
  kind: 'refused',
  message: 'No data file is opened before you trust this folder',
  next: 'Trust it with the command “Workspaces: Manage Workspace Trust”.',
};

function wordsOf({ reference, current }: FilePair): readonly string[] {
  return ['drift', '--reference', reference, '--current', current, '--all-tests'];
}
