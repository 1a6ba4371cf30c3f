import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ManyRuns, writeManyRuns } from '../../test/kit/manyRuns.ts';

/** A project whose store holds many runs, and one more that is at work for as long as the process of the bench. */
export function makeProject(folder: string, runs: ManyRuns): void {
  writeFileSync(join(folder, 'modelyard.yaml'), 'project: bench\nlanguage: 1\n');
  writeManyRuns(join(folder, '.modelyard/runs.db'), runs);
}
