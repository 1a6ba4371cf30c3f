import { commands, Disposable, type TerminalLink, tasks, Uri, window, workspace } from 'vscode';
import { COMMANDS, type RunArgument } from '../../../server/src/protocol.ts';
import { ourTask } from './followTasks.ts';
import { linksIn, type Target } from './linksIn.ts';

interface OurLink extends TerminalLink {
  readonly root: string;
  readonly target: Target;
}

/** Makes runs and model versions links in the terminals of our tasks. */
export function linkTerminals(): Disposable {
  /** Names of terminals, which are those of their tasks, with the address of the project. */
  const terminals = new Map<string, string>();
  return Disposable.from(
    tasks.onDidStartTask(({ execution: { task } }) => {
      const ours = ourTask(task);
      if (ours) terminals.set(task.name, ours.root);
    }),
    window.registerTerminalLinkProvider({
      provideTerminalLinks({ line, terminal }) {
        const name = [...terminals.keys()].find((one) => terminal.name.endsWith(one));
        const root = name === undefined ? undefined : terminals.get(name);
        if (root === undefined) return [];
        return linksIn(line).map(
          ({ start, length, target }): OurLink => ({
            startIndex: start,
            length,
            tooltip: target.kind === 'run' ? 'Open run' : 'Open version',
            root,
            target,
          }),
        );
      },
      handleTerminalLink: ({ root, target }: OurLink) => open(root, target),
    }),
  );
}

async function open(root: string, target: Target): Promise<void> {
  if (target.kind === 'run') {
    const argument: RunArgument = { root, run: target.run };
    await commands.executeCommand(COMMANDS.openRun, argument);
    return;
  }
  const file = Uri.joinPath(Uri.parse(root), 'registry', target.model, `v${target.version}.version.yaml`);
  const found = await workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
  if (found) await window.showTextDocument(file);
  else void window.showInformationMessage(`${target.model} v${target.version} is not in the registry of this project`);
}
