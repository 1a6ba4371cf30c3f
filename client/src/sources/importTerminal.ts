import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { EventEmitter, ProgressLocation, type Pseudoterminal, window } from 'vscode';
import { refusalIn, sentenceOf } from '../start/refusal.ts';
import { endText, readEvent, runText } from './importText.ts';

export interface ImportOptions {
  readonly title: string;
  /** The command line's bundle, and what would be typed after `modelyard`. */
  readonly words: readonly string[];
  readonly folder: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** Runs an import and shows how far it is: in its terminal, and in a notification by which it can be stopped. */
export class ImportTerminal implements Pseudoterminal {
  readonly #options: ImportOptions;
  readonly #written = new EventEmitter<string>();
  readonly #closed = new EventEmitter<number>();
  #child: ChildProcess | undefined;
  #isStopped = false;

  readonly onDidWrite = this.#written.event;
  readonly onDidClose = this.#closed.event;

  constructor(options: ImportOptions) {
    this.#options = options;
  }

  open(): void {
    const { title } = this.#options;
    const location = ProgressLocation.Notification;
    window
      .withProgress({ location, title, cancellable: true }, (progress, token) => {
        token.onCancellationRequested(() => this.close());
        return this.#run((message) => progress.report({ message }));
      })
      .then(
        (code) => this.#closed.fire(code),
        (error) => {
          this.#line(String(error));
          this.#closed.fire(2);
        },
      );
  }

  /** What has been copied stays; the next import goes on from there. */
  close(): void {
    this.#isStopped = true;
    this.#child?.kill();
  }

  async #run(report: (message: string) => void): Promise<number> {
    const { words, folder, variables } = this.#options;
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1', ORT_DISABLE_TELEMETRY: '1', NO_COLOR: '1', ...variables };
    const child = spawn(process.execPath, words, {
      cwd: folder,
      env,
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    let end: string | undefined;
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    const ended = new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve(code ?? 2));
    });
    for await (const line of createInterface({ input: child.stdout })) {
      const event = readEvent(line);
      if (event?.type === 'import.run') {
        report(runText(event));
        this.#line(`${event.experiment}: ${event.run} ${event.name}`);
      } else if (event !== undefined) {
        end = endText(event);
        this.#line(end);
      }
    }
    const code = await ended;
    if (this.#isStopped) this.#line('Stopped. What has been copied stays; the next import goes on from there.');
    else this.#tell(code, end, errors);
    return this.#isStopped ? 130 : code;
  }

  #tell(code: number, end: string | undefined, errors: string): void {
    if (end === undefined) {
      const sentence = sentenceOf(refusalIn(errors)).replaceAll('`', '');
      this.#line(sentence);
      void window.showErrorMessage(sentence);
      return;
    }
    const [first = ''] = end.split('\n');
    if (code === 0) void window.showInformationMessage(first);
    else void window.showWarningMessage(`${first} Some did not come: the terminal of the import names them.`);
  }

  #line(text: string): void {
    this.#written.fire(`${text.replaceAll(/\r?\n/g, '\r\n')}\r\n`);
  }
}
