import { join } from 'node:path';
import { openRunStore } from '../../engine/src/adapters/sqlite/openRunStore.ts';
import { randomIds } from '../../engine/src/adapters/system/randomIds.ts';
import { systemClock } from '../../engine/src/adapters/system/systemClock.ts';
import { quiet } from '../kit/quiet.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';
import { runStoreContract } from './runStore.ts';

runStoreContract('SQLite', (t) => {
  const file = join(temporaryFolder(t), 'runs.db');
  return { open: () => openRunStore(file, { clock: systemClock(), ids: randomIds(), log: quiet }) };
});
