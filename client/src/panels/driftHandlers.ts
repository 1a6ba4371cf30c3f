import type { Uri } from 'vscode';
import { COMMANDS } from '../../../server/src/protocol.ts';
import type { Commands } from '../contributions.ts';
import { filesToCompare } from './compareDataFiles.ts';
import type { Panels } from './panels.ts';

type DriftCommandId = typeof COMMANDS.openDriftReport | 'modelyard.compareDataFiles';

type Handlers = {
  readonly [C in DriftCommandId]: (argument: Commands[C], selected?: readonly Uri[]) => Promise<void>;
};

/** Commands that open drift reports. */
export function driftHandlers(panels: Panels): Handlers {
  return {
    [COMMANDS.openDriftReport]: (check) => panels.openDriftReport(check),
    'modelyard.compareDataFiles': async (given, selected) => {
      const files = await filesToCompare(given, Array.isArray(selected) ? selected : []);
      if (files !== undefined) panels.compareFiles(files);
    },
  };
}
