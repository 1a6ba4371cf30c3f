import { openRunStore } from '../../engine/src/adapters/sqlite/openRunStore.ts';
import { randomIds } from '../../engine/src/adapters/system/randomIds.ts';
import { systemClock } from '../../engine/src/adapters/system/systemClock.ts';
import { quiet } from './quiet.ts';

// A process that writes runs until it is killed: `node runWriter.ts FILE`. It says what a promise has acknowledged:
//   run ID | step ID NUMBER (metrics and an artifact of that number are in) | finished ID
const store = openRunStore(process.argv[2]!, { clock: systemClock(), ids: randomIds(), log: quiet });
const base = { experiment: 'kill', user: 'writer', startTime: 0 };

function say(line: string): Promise<void> {
  return new Promise((resolve) => process.stdout.write(`${line}\n`, () => resolve()));
}

for (;;) {
  const outer = await store.createRun({ ...base, name: 'outer', hold: true });
  const run = await store.createRun({ ...base, name: 'inner', parent: outer.id });
  await say(`run ${run.id}`);
  for (let step = 1; step <= 20; step++) {
    const metrics = Array.from({ length: 50 }, (_, i) => ({ key: `m${i}`, value: step, step, timestamp: step }));
    const artifacts = [{ path: `file${step}`, size: step, sha256: 'aa' }];
    await store.log(run.id, { metrics, artifacts, params: { [`p${step}`]: String(step) } });
    await say(`step ${run.id} ${step}`);
  }
  await store.finish(run.id, 'finished', 1);
  await store.finish(outer.id, 'finished', 1);
  await (await store.hold(outer.id)).beat();
  await store.finish(outer.id, 'finished', 2);
  await say(`finished ${run.id}`);
}
