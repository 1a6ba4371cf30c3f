import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killKeepers } from '../test/kit/killKeepers.ts';
import { killRuns } from '../test/kit/killRuns.ts';
import { killWriters } from '../test/kit/killWriters.ts';

/** npm run bench -- kill [KILLS]: SIGKILLs runs of a pipeline, writers of one run store and keepers of dataset versions, and says what was lost. */
export async function bench([kills = '50']: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'modelyard-kill-'));
  try {
    const runs = await killRuns(join(folder, 'project'), Number(kills));
    console.log(
      `${kills} kills of \`modelyard run\`: ${runs.interrupted} in the middle of a run, ${runs.acknowledgedSteps} steps acknowledged before, ${runs.problems.length} problems`,
    );
    const writers = await killWriters(join(folder, 'runs.db'), Number(kills));
    console.log(
      `${kills} kills of writers of one store: ${writers.acknowledgedSteps} batches acknowledged before, ${writers.problems.length} problems`,
    );
    const keepers = await killKeepers(join(folder, 'keepers'), Number(kills));
    console.log(
      `${kills} kills of keepers of dataset versions: ${keepers.acknowledged} versions acknowledged before, ${keepers.problems.length} problems`,
    );
    const problems = [...runs.problems, ...writers.problems, ...keepers.problems];
    for (const problem of problems) console.error(problem);
    process.exitCode = problems.length > 0 ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
