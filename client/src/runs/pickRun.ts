import { type QuickPickItem, type QuickPickItemButtonEvent, ThemeIcon, type Uri, window } from 'vscode';
import { progressText } from '../../../engine/src/language/progressText.ts';
import type { LiveRun } from '../../../engine/src/operations/runs/page/runPage.ts';
import type { RunArgument } from '../../../server/src/protocol.ts';
import type { Asking } from '../asking.ts';
import { projectFolders } from '../projects.ts';
import { refusalText } from '../views/outcome.ts';
import { endText } from './endText.ts';
import { atWorkFirst } from './liveText.ts';

interface RunItem extends QuickPickItem {
  readonly argument: RunArgument;
}

/** All runs at work, to open one; each can be followed and cancelled too. */
export function pickLiveRun(
  asking: Asking,
  does: Readonly<Record<'open' | 'attach' | 'cancel', (argument: RunArgument) => unknown>>,
): void {
  const picker = window.createQuickPick<RunItem>();
  picker.title = 'Runs at work';
  picker.placeholder = 'Enter opens the page of a run';
  picker.matchOnDescription = true;
  const attach = { iconPath: new ThemeIcon('terminal'), tooltip: 'Follow in terminal' };
  const cancel = { iconPath: new ThemeIcon('debug-stop'), tooltip: 'Cancel run' };
  const fill = () => {
    const active = picker.activeItems[0]?.argument.run;
    picker.items = liveItems(asking).map((item) => ({ ...item, buttons: [attach, cancel] }));
    picker.activeItems = picker.items.filter(({ argument }) => argument.run === active);
    if (picker.items.length === 0) picker.placeholder = 'No run is at work';
  };
  const subscriptions = [
    asking.onDidChangeLive(fill),
    picker.onDidTriggerItemButton(({ item, button }: QuickPickItemButtonEvent<RunItem>) => {
      picker.hide();
      void (button === cancel ? does.cancel : does.attach)(item.argument);
    }),
    picker.onDidAccept(() => {
      const [picked] = picker.selectedItems;
      picker.hide();
      if (picked) void does.open(picked.argument);
    }),
    picker.onDidHide(() => {
      for (const one of subscriptions) one.dispose();
      picker.dispose();
    }),
  ];
  fill();
  picker.show();
}

/** One of the runs at work; the only one is not asked for. */
export async function pickAmongLive(asking: Asking, placeHolder: string): Promise<RunArgument | undefined> {
  const items = liveItems(asking);
  if (items.length === 0) void window.showInformationMessage('No run is at work');
  if (items.length < 2) return items[0]?.argument;
  return (await window.showQuickPick(items, { placeHolder, matchOnDescription: true }))?.argument;
}

/** One of the newest runs that did not finish. */
export async function pickResumable(asking: Asking): Promise<RunArgument | undefined> {
  const items = (await Promise.all((await projectFolders()).map((root) => resumable(asking, root)))).flat();
  if (items.length === 0) void window.showInformationMessage('No run was interrupted, cancelled or failed');
  if (items.length === 0) return undefined;
  return (await window.showQuickPick(items, { placeHolder: 'Run to resume', matchOnDescription: true }))?.argument;
}

function liveItems(asking: Asking): readonly RunItem[] {
  return [...asking.live].flatMap(([root, runs]) => atWorkFirst(runs).map((run) => liveItem(root, run)));
}

function liveItem(root: string, run: LiveRun): RunItem {
  return {
    label: `$(${run.isQueued ? 'history' : 'sync~spin'}) ${run.pipeline}`,
    description: `${run.run.slice(0, 8)}  ${progressText(run)}`,
    argument: { root, run: run.run },
  };
}

const MOST = 20;

async function resumable(asking: Asking, root: Uri): Promise<readonly RunItem[]> {
  const experiments = await asking.ask(root, 'experiments', {});
  if (experiments.kind === 'refused') throw new Error(refusalText(experiments));
  const names = experiments.value.map(({ name }) => name);
  const parts = await Promise.all(
    names.map((experiment) => asking.ask(root, 'runs', { experiment, filter: ENDED_EARLY, offset: 0, limit: MOST })),
  );
  return parts.flatMap((part, index) =>
    part.kind === 'refused'
      ? []
      : part.value.runs.filter(isResumable).map((run) => ({
          label: `$(${run.status === 'failed' ? 'error' : 'debug-pause'}) ${names[index]}`,
          description: run.id.slice(0, 8),
          detail: endText(run, names[index] ?? ''),
          argument: { root: root.toString(), run: run.id },
        })),
  );
}

const ENDED_EARLY = `attributes.status != 'FINISHED'`;

function isResumable({ status, live }: { readonly status: string; readonly live: LiveRun | null }): boolean {
  return live === null && status !== 'finished' && status !== 'running';
}
