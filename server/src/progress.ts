import type { ClientCapabilities, Connection } from 'vscode-languageserver';

/** Shows work of the background; gives what ends it. */
export type Progress = (title: string) => () => void;

/** Work that is done sooner is not worth a word. */
const PATIENCE = 500;

/** Progress in the client's window where it can show it. */
export function progressOf(connection: Connection, { window }: ClientCapabilities): Progress {
  if (!window?.workDoneProgress) return () => () => {};
  return (title) => {
    let isDone = false;
    const begin = async () => {
      const progress = await connection.window.createWorkDoneProgress();
      if (isDone) return progress.done();
      progress.begin(title);
      end = () => progress.done();
    };
    let end = () => {};
    const timer = setTimeout(() => void begin().catch(() => {}), PATIENCE);
    return () => {
      isDone = true;
      clearTimeout(timer);
      end();
    };
  };
}
