import type { LogOutputChannel, Memento, Uri } from 'vscode';
import type { Asking } from '../asking.ts';
import type { LanguageServer } from '../languageServer.ts';

/** What panels stand on. */
export interface PanelServices {
  /** Folder of the extension. */
  readonly extension: Uri;
  readonly asking: Asking;
  readonly server: LanguageServer;
  readonly output: LogOutputChannel;
  /** The command line's bundle. */
  readonly program: string;
  /** What is kept with the workspace. */
  readonly memento: Memento;
}
