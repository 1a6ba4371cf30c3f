import { LiveRuns } from './answers/liveRuns.ts';
import { Logs } from './answers/runLogs.ts';
import type { ViewMemory } from './protocol.ts';
import { OpenSources } from './sources/openSources.ts';
import { RunTables } from './tables/runTables.ts';

/** Nothing remembered yet. */
export function newViewMemory(): ViewMemory {
  return { liveRuns: new LiveRuns(), logs: new Logs(), runTables: new RunTables(), sources: new OpenSources() };
}
