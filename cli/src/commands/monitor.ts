import { utcTime } from '../../../engine/src/language/times.ts';
import { historyOfMonitor } from '../../../engine/src/operations/monitor/history.ts';
import { listMonitors } from '../../../engine/src/operations/monitor/list.ts';
import { type MonitorMute, muteMonitor, unmuteMonitor } from '../../../engine/src/operations/monitor/mute.ts';
import { reportMonitor } from '../../../engine/src/operations/monitor/report.ts';
import { reportHtml } from '../../../engine/src/operations/monitor/reportHtml.ts';
import { runMonitor } from '../../../engine/src/operations/monitor/run.ts';
import { command } from '../command.ts';
import { driftJunit } from '../report/driftJunit.ts';
import { driftMarkdown } from '../report/driftMarkdown.ts';
import { driftText } from '../report/driftText.ts';
import { historyText, monitorsText } from '../report/monitorLines.ts';
import { monitorProgress, monitorRunText } from '../report/monitorText.ts';

export const commands = [
  command(
    runMonitor,
    {
      text: monitorRunText,
      markdown: ({ report }) => driftMarkdown(report),
      junit: ({ report }) => driftJunit(report),
      html: ({ report, history }, _style, host) => reportHtml(host.pages, report, history),
    },
    monitorProgress,
  ),
  command(reportMonitor, {
    text: ({ report }, style) => driftText(report, style),
    markdown: ({ report }) => driftMarkdown(report),
    junit: ({ report }) => driftJunit(report),
    html: ({ report, history }, _style, host) => reportHtml(host.pages, report, history),
  }),
  command(historyOfMonitor, { text: historyText }),
  command(listMonitors, { text: monitorsText }),
  command(muteMonitor, { text: muteText }),
  command(unmuteMonitor, { text: muteText }),
];

function muteText({ monitor, muted, until }: MonitorMute): string {
  if (!muted) return `${monitor} tells what it finds.`;
  return `${monitor} checks on and tells nobody ${until === null ? 'until `modelyard monitor unmute`' : `until ${utcTime(until)}`}.`;
}
