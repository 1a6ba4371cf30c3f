import { OPERATION_COMMAND, type OperationArgument } from '../../../server/src/protocol.ts';
import type { LanguageServer } from '../languageServer.ts';
import { problemOf } from './outcome.ts';

/**
 * Does in a project what the command line would do, without a terminal.
 * @param root address of the project's folder
 * @param line what would be typed after `modelyard`
 * @returns why it was not done
 */
export async function operate(
  server: LanguageServer,
  root: string,
  line: readonly string[],
): Promise<string | undefined> {
  const argument: OperationArgument = { root, line };
  const outcome = await server.request<{ readonly code: number; readonly err: string }>('workspace/executeCommand', {
    command: OPERATION_COMMAND,
    arguments: [argument],
  });
  return problemOf(outcome);
}
