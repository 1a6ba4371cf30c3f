import { drift } from '../../../engine/src/operations/drift.ts';
import { reportHtml } from '../../../engine/src/operations/monitor/reportHtml.ts';
import { command } from '../command.ts';
import { driftJunit } from '../report/driftJunit.ts';
import { driftMarkdown } from '../report/driftMarkdown.ts';
import { driftText } from '../report/driftText.ts';

export const commands = [
  command(drift, {
    text: ({ report }, style) => driftText(report, style),
    markdown: ({ report }) => driftMarkdown(report),
    junit: ({ report }) => driftJunit(report),
    html: ({ report }, _style, host) => reportHtml(host.pages, report, []),
  }),
];
