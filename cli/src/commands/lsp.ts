import { operation } from '../../../engine/src/operations/operation.ts';
import type { Command } from '../command.ts';

/** Declared as the others are, for help and flags; the process is given over to the server. */
const lsp = operation({
  name: 'lsp',
  title: 'Serve an editor: the language server, over stdin and stdout',
  examples: [
    {
      command: 'modelyard lsp --stdio',
      does: 'is what an editor starts; docs/other-editors.md shows how to set it up',
    },
  ],
  arguments: {
    stdio: { type: 'boolean', description: 'Over stdin and stdout, which is the default.' },
  },
  run: () => Promise.reject(new Error('a server has no result')),
});

export const commands: readonly Command[] = [{ operation: lsp, formats: {}, serves: true }];
