import { utcTime } from '../../../engine/src/language/times.ts';
import { type MonitorMute, muteMonitor, unmuteMonitor } from '../../../engine/src/operations/monitor/mute.ts';
import { command } from '../command.ts';

export const commands = [command(muteMonitor, { text: muteText }), command(unmuteMonitor, { text: muteText })];

function muteText({ monitor, muted, until }: MonitorMute): string {
  if (!muted) return `${monitor} tells what it finds.`;
  return `${monitor} checks on and tells nobody ${until === null ? 'until `modelyard monitor unmute`' : `until ${utcTime(until)}`}.`;
}
