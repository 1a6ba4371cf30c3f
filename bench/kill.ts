import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killWriters } from '../test/kit/killWriters.ts';

// node bin/node.mjs bench/kill.ts [KILLS]: SIGKILLs writers of one run store at random moments and says what was lost.
const folder = mkdtempSync(join(tmpdir(), 'modelyard-kill-'));
try {
  const { kills, acknowledgedSteps, problems } = await killWriters(
    join(folder, 'runs.db'),
    Number(process.argv[2] ?? 50),
  );
  for (const problem of problems) console.error(problem);
  console.log(`${kills} kills, ${acknowledgedSteps} acknowledged batches, ${problems.length} problems`);
  process.exitCode = problems.length > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
