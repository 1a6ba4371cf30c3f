import { commands, type Disposable, window } from 'vscode';
import type { Asking } from '../asking.ts';

/** Says once in a window that a native library does not load, and what works without it; specs stay specs. */
export function noticeMissingNative(asking: Asking): Disposable {
  let isSaid = false;
  return asking.onDidRefuse(({ reason, message, next }) => {
    if (isSaid || (reason !== 'no-native' && reason !== 'no-runtime')) return;
    isSaid = true;
    void window.showWarningMessage(next === undefined ? message : `${message} ${next}`, RUN_DOCTOR).then((chosen) => {
      if (chosen === RUN_DOCTOR) void commands.executeCommand('modelyard.doctor');
    });
  });
}

const RUN_DOCTOR = 'Run Doctor';
