import type { MonitorReport } from '../../../engine/src/monitoring/report/monitorReport.ts';
import { announce } from '../../shared/announce.ts';
import { Button } from '../../shared/components/button.tsx';
import { Icon } from '../../shared/components/icon.tsx';
import { useAct, useChannel } from '../../shared/hooks.ts';
import type { PictureFormat } from '../../shared/pictures/joinedPicture.ts';
import { type Choice, PAGE_COMMANDS } from '../../shared/protocol.ts';
import { csvText } from '../exports/csvText.ts';
import { jsonText } from '../exports/jsonText.ts';
import { markdownText } from '../exports/markdownText.ts';
import { reportPicture } from '../exports/reportPicture.ts';

export interface ExportProps {
  readonly report: MonitorReport;
  /** Of the file, without its ending. */
  readonly name: string;
  /** Has the report saved as a page of its own. */
  readonly html: () => Promise<void> | void;
}

const ACT = 'exportReport';

const CHOICE: Choice = {
  act: ACT,
  title: 'Export the drift report',
  items: [
    { id: 'html', group: 'Report', label: 'HTML', detail: 'One page to send or print, which needs nothing else' },
    { id: 'md', label: 'Markdown', detail: 'For pull requests and notes' },
    { id: 'csv', label: 'CSV', detail: 'The columns, for spreadsheets and programs: all digits' },
    { id: 'json', label: 'JSON', detail: 'The whole report, for programs' },
    {
      id: 'svg',
      group: 'Charts',
      label: 'SVG',
      detail: 'Verdict and the charts of the open columns as they are drawn, to be scaled and edited',
    },
    { id: 'png', label: 'PNG', detail: 'The same, at twice as many pixels' },
  ],
};

const TEXTS: Readonly<Record<string, (report: MonitorReport) => string>> = {
  md: markdownText,
  csv: csvText,
  json: jsonText,
};

/** Writes what the page shows into a file, in the form that the user chooses. */
export function Export({ report, name, html }: ExportProps) {
  const channel = useChannel();
  useAct(ACT, ({ ids }) => {
    const [id] = Array.isArray(ids) ? (ids as readonly string[]) : [];
    if (id === 'html') void html();
    const text = id !== undefined && Object.hasOwn(TEXTS, id) ? TEXTS[id] : undefined;
    if (text !== undefined) channel.save(`${name}.${id}`, new TextEncoder().encode(text(report)));
    if (id === 'svg' || id === 'png') void savePicture(id);
  });
  const savePicture = async (format: PictureFormat) => {
    const bytes = await reportPicture(report, format);
    if (bytes === undefined) announce('No chart is drawn');
    else channel.save(`${name}.${format}`, bytes);
  };
  return (
    <Button kind="ghost" label="Export report" onClick={() => channel.command(PAGE_COMMANDS.choose, CHOICE)}>
      <Icon name="download" />
    </Button>
  );
}
