import { type QuickPickItem, type Uri, window, workspace } from 'vscode';
import { count } from '../../../engine/src/language/figures.ts';
import type { CompareArgument } from '../../../server/src/protocol.ts';
import type { Asking } from '../asking.ts';
import { projectFolders } from '../projects.ts';
import { refusalText } from '../views/outcome.ts';

/** Has the user choose an experiment to compare the runs of; the only one is taken without asking, and none is said. */
export async function pickExperiment(asking: Asking): Promise<CompareArgument | undefined> {
  const roots = await projectFolders();
  const found = (await Promise.all(roots.map((root) => experimentsOf(root, roots.length > 1, asking)))).flat();
  if (found.length === 0)
    void window.showInformationMessage('No runs yet. Runs of this project appear here once a pipeline has run.');
  if (found.length <= 1) return found[0]?.argument;
  const chosen = await window.showQuickPick(found, { title: 'Compare Runs', placeHolder: 'Experiment' });
  return chosen?.argument;
}

interface ExperimentItem extends QuickPickItem {
  readonly argument: CompareArgument;
}

async function experimentsOf(root: Uri, areMany: boolean, asking: Asking): Promise<readonly ExperimentItem[]> {
  const told = await asking.askKept(root, 'experiments', {});
  if (told.kind === 'refused') throw new Error(refusalText(told));
  const where = areMany ? { detail: workspace.asRelativePath(root, true) } : {};
  const items = told.value.map(
    ({ name, runs }): ExperimentItem => ({
      label: `$(beaker) ${name}`,
      description: runs === 1 ? '1 run' : `${count(runs ?? 0)} runs`,
      ...where,
      argument: { root: root.toString(), experiments: [name] },
    }),
  );
  if (items.length < 2) return items;
  return [...items, { label: 'All experiments', ...where, argument: { root: root.toString() } }];
}
