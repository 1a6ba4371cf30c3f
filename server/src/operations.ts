import type { Connection } from 'vscode-languageserver';
import { Failure } from '../../engine/src/failure.ts';
import { type Answering, answer } from './answer.ts';
import type { Machine, Variables } from './machine.ts';
import { OPERATION_COMMAND, type OperationArgument } from './protocol.ts';
import { pathOfUri } from './workspace/uris.ts';
import type { Workspace } from './workspace/workspace.ts';

export interface OperationOptions extends Answering {
  readonly trusted: boolean;
  readonly run: Machine['runCommandLine'];
  /** What its processes have beside the variables of this one. */
  readonly variables: (root: string) => Variables;
}

/** Runs operations as the command line does, in a process of their own, in one of the open projects. */
export function registerOperations(
  connection: Connection,
  workspace: Workspace,
  { trusted, run, variables, ...answering }: OperationOptions,
): void {
  connection.onExecuteCommand(
    answer(
      'parsed',
      async ({ command, arguments: given }, signal) => {
        if (command !== OPERATION_COMMAND) throw new Failure('unknown-command', `There is no command \`${command}\``);
        if (!trusted) throw restricted();
        const { root, line } = readArgument(given?.[0]);
        const session = workspace.projects.find((one) => one.root === pathOfUri(root));
        if (session === undefined) throw new Failure('not-a-project', `${root} is no project that is open here`);
        const outcome = await run(session.root, line, { signal, variables: variables(session.root) });
        session.worldChanged();
        session.look().catch((error) => answering.log(String(error)));
        return outcome;
      },
      { ...answering, reach: async () => {} },
    ),
  );
}

function readArgument(given: unknown): OperationArgument {
  const { root, line } = (given ?? {}) as Partial<OperationArgument>;
  const words: readonly unknown[] = Array.isArray(line) ? line : [];
  if (typeof root !== 'string' || words.length === 0 || !words.every((word) => typeof word === 'string'))
    throw new Failure('usage', `\`${OPERATION_COMMAND}\` takes {root, line}`, {
      next: 'Say where and what: {"root": "file:///project", "line": ["data", "lock", "flights"]}.',
    });
  return { root, line: words as readonly string[] };
}

function restricted(): Failure {
  return new Failure('restricted', 'Nothing is run in a workspace that is not trusted', {
    next: 'Trust the workspace in the editor first.',
  });
}
