import { commands, type Disposable, EventEmitter, env, Uri, version, window, workspace } from 'vscode';
import type { Diagnosis } from '../../../engine/src/operations/doctor.ts';
import { projectFolders, projectOf } from '../projects.ts';
import { busy } from './busy.ts';
import { diagnosisPage } from './diagnosisPage.ts';
import { askProgram } from './program.ts';

/** Shows what works on this machine and in the project in front, as a page that can be copied into a report. */
export class Doctor implements Disposable {
  readonly #program: string;
  readonly #changed = new EventEmitter<Uri>();
  readonly #provider: Disposable;
  #page = '';

  /** @param program the command line's bundle */
  constructor(program: string) {
    this.#program = program;
    this.#provider = workspace.registerTextDocumentContentProvider(PAGE.scheme, {
      onDidChange: this.#changed.event,
      provideTextDocumentContent: () => this.#page,
    });
  }

  async run(): Promise<void> {
    const folder = await placeInFront();
    const place = folder === undefined ? {} : { folder: folder.fsPath };
    const found = await busy('Looking at what works here', (signal) =>
      askProgram<Diagnosis>(['doctor'], { program: this.#program, signal, ...place }),
    );
    if (found === undefined) return;
    this.#page = diagnosisPage(found, { version, remote: env.remoteName });
    this.#changed.fire(PAGE);
    await commands.executeCommand('markdown.showPreview', PAGE);
  }

  dispose(): void {
    this.#provider.dispose();
    this.#changed.dispose();
  }
}

const PAGE = Uri.from({ scheme: 'modelyard-doctor', path: '/Modelyard doctor.md' });

/** The project of the file in front, else the first, else the first folder. */
async function placeInFront(): Promise<Uri | undefined> {
  const inFront = window.activeTextEditor?.document.uri;
  const around = inFront?.scheme === 'file' ? await projectOf(inFront) : undefined;
  return around ?? (await projectFolders())[0] ?? workspace.workspaceFolders?.[0]?.uri;
}
