import type { Command } from 'vscode-languageserver';
import type { MonitorChecks } from '../../data/knowledge.ts';
import { COMMANDS } from '../../protocol.ts';
import { day } from '../numbers.ts';
import { soon } from '../soon.ts';
import type { Document } from '../spot.ts';
import { command, type Lens, lensAt, projectUri } from './lens.ts';

/** `Check now | Open report | v9 may become production | 28 checks since 2001-04-17` above a monitor. */
export async function monitorLenses({ file, snapshot }: Document, signal: AbortSignal): Promise<readonly Lens[]> {
  const root = projectUri({ file, snapshot });
  const { name: monitor, tree } = file;
  // Of two monitors with one name the first is checked.
  if (root === undefined || monitor === undefined || snapshot.project.index.named('monitor', monitor)[0] !== file)
    return [];
  const argument = { root, monitor };
  const at = (shown: Lens['command']) => lensAt(tree, ['monitor'], shown);
  const checks = await soon(snapshot.knowledge.checks(monitor, signal));
  if (checks === undefined || checks === null) return [at(command(COMMANDS.checkMonitor, 'Check now', argument))];
  const { count, first, isAtLeast, offer } = checks;
  const since = day(new Date(first).toISOString());
  const told = isAtLeast
    ? `more than ${count} checks`
    : count === 1
      ? `1 check, of ${since}`
      : `${count} checks since ${since}`;
  return [
    at(command(COMMANDS.checkMonitor, 'Check now', argument)),
    at(command(COMMANDS.openDriftReport, 'Open report', argument)),
    ...offerLens(root, offer).map(at),
    at({ title: told, command: '' }),
  ];
}

/** A version that an alert had trained leads to where it is decided. */
function offerLens(root: string, offer: MonitorChecks['offer']): readonly Command[] {
  if (offer === null || (offer.status !== 'allowed' && offer.status !== 'refused')) return [];
  const { model, version, alias, status } = offer;
  const title = `v${version} ${status === 'allowed' ? 'may become' : 'may not become'} ${alias}`;
  return [command(COMMANDS.promoteVersion, title, { root, model, version, alias })];
}
