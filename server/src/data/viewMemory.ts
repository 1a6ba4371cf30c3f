import { LiveRuns } from './answers/liveRuns.ts';
import { Pairings } from './answers/pairings.ts';
import { Logs } from './answers/runLogs.ts';
import type { ViewMemory } from './protocol.ts';
import { OpenSources } from './sources/openSources.ts';
import { RunTables } from './tables/runTables.ts';

/** Nothing remembered yet. */
export function newViewMemory(): ViewMemory {
  return {
    liveRuns: new LiveRuns(),
    logs: new Logs(),
    pairings: new Pairings(),
    runTables: new RunTables(),
    sources: new OpenSources(),
  };
}
