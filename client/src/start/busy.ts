import { ProgressLocation, window } from 'vscode';
import { Stopped } from './program.ts';

/** Shows that work goes on, with a way to stop it; undefined where the user did. */
export function busy<T>(title: string, work: (signal: AbortSignal) => Promise<T>): Thenable<T | undefined> {
  return window.withProgress(
    { location: ProgressLocation.Notification, title, cancellable: true },
    async (_, token) => {
      const control = new AbortController();
      const listener = token.onCancellationRequested(() => control.abort());
      try {
        return await work(control.signal);
      } catch (error) {
        if (error instanceof Stopped) return undefined;
        throw error;
      } finally {
        listener.dispose();
      }
    },
  );
}
