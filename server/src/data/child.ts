import { openHost } from '../../../engine/src/adapters/host.ts';
import { temporaryFolder } from '../../../engine/src/operations/dataFile.ts';
import { storesThere } from '../../../engine/src/operations/storesThere.ts';
import { answers } from './answers/answers.ts';
import { viewAnswers } from './answers/views.ts';
import { DataAnswers } from './dataAnswers.ts';
import type { FromChild, ToChild } from './protocol.ts';

const root = process.argv[2] ?? process.cwd();
const host = openHost({ folder: root, projectFolder: root, verbose: false, restart: [process.execPath] });
const tmpFolder = temporaryFolder(host);
const told = new DataAnswers({
  host,
  root,
  answers,
  views: viewAnswers,
  openData: (readable) => host.openData({ tmpFolder, readable }),
  openMemo: async () => (await storesThere(host, root))?.memo,
  say: (message: FromChild) => void process.send?.(message, () => {}),
});
process.on('message', (message) => told.hear(message as ToChild));
process.on('disconnect', async () => {
  // Work that cannot be stopped does not keep a process that nobody listens to.
  setTimeout(() => process.exit(0), 1000);
  await told.close();
  await host.close();
  await host.files.remove(tmpFolder);
  process.exit(0);
});
// The terminal's Ctrl-C is the server's matter; it ends this process by leaving.
process.on('SIGINT', () => {});
