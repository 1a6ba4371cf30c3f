import { Disposable, MarkdownString, StatusBarAlignment, window } from 'vscode';
import type { Asking } from '../asking.ts';
import type { CommandId } from '../contributions.ts';
import { statusLabel, statusText, statusTooltip } from './liveText.ts';

const SHOW_RUNS: CommandId = 'modelyard.showRuns';

/** Runs at work in the projects of this window, in the status bar; hidden where there are none. */
export function showRunsInStatusBar(asking: Asking): Disposable {
  const item = window.createStatusBarItem('modelyard.runs', StatusBarAlignment.Left, 5);
  item.name = 'Modelyard runs';
  item.command = SHOW_RUNS;
  const show = () => {
    const runs = [...asking.live.values()].flat();
    if (runs.length === 0) return item.hide();
    item.text = statusText(runs);
    item.tooltip = new MarkdownString(statusTooltip(runs));
    item.accessibilityInformation = { label: statusLabel(runs), role: 'button' };
    item.show();
  };
  show();
  return Disposable.from(item, asking.onDidChangeLive(show));
}
