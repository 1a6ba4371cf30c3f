import {
  commands,
  Disposable,
  MarkdownString,
  type Memento,
  StatusBarAlignment,
  ThemeColor,
  window,
  workspace,
} from 'vscode';
import { COMMANDS } from '../../../server/src/protocol.ts';
import type { Wanted } from '../runs/endText.ts';
import { MonitorStates, type MonitorStatesOptions } from './monitorStates.ts';
import { alertText, inTrouble, type KnownMonitor, statusLabel, statusText, statusTooltip } from './monitorText.ts';
import { offerNotice } from './offerText.ts';
import { ToldAlerts } from './toldAlerts.ts';
import { ToldOffers } from './toldOffers.ts';

export interface MonitorsOptions extends MonitorStatesOptions {
  readonly memento: Memento;
}

/**
 * What monitors found in the status bar, and in a notification once for each time that an alert fires, and once for each version that an
 * alert had trained.
 */
export function registerMonitors({ memento, ...options }: MonitorsOptions): {
  readonly monitors: MonitorStates;
  readonly subscription: Disposable;
} {
  const monitors = new MonitorStates(options);
  const told = new ToldAlerts(memento);
  const offers = new ToldOffers(memento);
  const subscription = Disposable.from(
    monitors,
    showInStatusBar(monitors),
    monitors.onDidChange((known) => {
      for (const one of told.take(known)) notify(one).catch(options.failed);
      for (const one of offers.take(known)) offer(one).catch(options.failed);
    }),
  );
  return { monitors, subscription };
}

function showInStatusBar(monitors: MonitorStates): Disposable {
  const item = window.createStatusBarItem('modelyard.monitors', StatusBarAlignment.Left, 4);
  item.name = 'Modelyard monitors';
  item.backgroundColor = new ThemeColor('statusBarItem.warningBackground');
  const show = (known: readonly KnownMonitor[]) => {
    const found = inTrouble(known);
    const [first, ...others] = found;
    if (first === undefined) return item.hide();
    const { root, monitor } = first;
    item.text = `$(pulse) ${statusText(found)}`;
    item.tooltip = new MarkdownString(statusTooltip(found));
    item.accessibilityInformation = { label: statusLabel(found), role: 'button' };
    const isOne = others.length === 0 && monitor.newest !== null;
    item.command = isOne
      ? { command: COMMANDS.openDriftReport, title: OPEN, arguments: [{ root, monitor: monitor.name }] }
      : 'modelyard.monitors.focus';
    return item.show();
  };
  show(monitors.known);
  return Disposable.from(item, monitors.onDidChange(show));
}

/** One that nobody wants to be told of counts as told. */
async function notify({ root, monitor }: KnownMonitor): Promise<void> {
  if (workspace.getConfiguration('modelyard').get<Wanted>('notifications', 'all') === 'none') return;
  const argument = { root, monitor: monitor.name };
  const picked = await window.showWarningMessage(alertText(monitor), OPEN, MUTE);
  if (picked === OPEN) await commands.executeCommand(COMMANDS.openDriftReport, argument);
  if (picked === MUTE) await commands.executeCommand('modelyard.muteMonitor', argument);
}

/** Leads to where gates, comparison and the decision are: nothing moves by it. */
async function offer({ root, monitor: { name, offer } }: KnownMonitor): Promise<void> {
  if (offer === null || workspace.getConfiguration('modelyard').get<Wanted>('notifications', 'all') === 'none') return;
  const { model, version, alias } = offer;
  const picked = await window.showInformationMessage(offerNotice(name, offer), DECIDE);
  if (picked === DECIDE) await commands.executeCommand(COMMANDS.promoteVersion, { root, model, version, alias });
}

const DECIDE = 'Open promotion';
const OPEN = 'Open report';
const MUTE = 'Mute';
