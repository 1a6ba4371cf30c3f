import { announce } from '../../shared/announce.ts';
import type { Channel } from '../../shared/channel.ts';
import { Button } from '../../shared/components/button.tsx';
import { Icon } from '../../shared/components/icon.tsx';
import { useAct, useChannel } from '../../shared/hooks.ts';
import { PAGE_COMMANDS, type PageArguments } from '../../shared/protocol.ts';
import type { CompareState } from '../compareState.ts';
import type { CompareSubject } from '../protocol.ts';
import { chartsPicture } from './chartsPicture.ts';
import { csvText } from './csvText.ts';
import { htmlText } from './htmlText.ts';
import { jsonText } from './jsonText.ts';
import { markdownText } from './markdownText.ts';
import { type Sheet, sheetOf } from './sheet.ts';

interface Form {
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  readonly text: (sheet: Sheet) => string;
}

const FORMS: readonly Form[] = [
  { id: 'csv', label: 'CSV', detail: 'For spreadsheets and programs: all digits, intervals as columns', text: csvText },
  { id: 'md', label: 'Markdown', detail: 'For pull requests and notes', text: markdownText },
  { id: 'json', label: 'JSON', detail: 'For programs: values and intervals by column', text: jsonText },
  { id: 'html', label: 'HTML', detail: 'One page to send or print, which needs nothing else', text: htmlText },
];

/** The charts, as they are drawn. */
const PICTURES = [
  { id: 'svg', label: 'SVG', detail: 'The charts as they are drawn, to be scaled and edited' },
  { id: 'png', label: 'PNG', detail: 'The charts as they are drawn, at twice as many pixels' },
] as const;

const ACT = 'export';

/** Writes the shown runs and columns, or the charts, into a file, in the form that the user chooses. */
export function Export({ state }: { readonly state: CompareState }) {
  const channel = useChannel();
  const pick = () => pickExport(channel);
  useAct('pickExport', pick);
  useAct(ACT, ({ ids }) => {
    const form = FORMS.find(({ id }) => Array.isArray(ids) && ids.includes(id));
    if (form !== undefined) void save(form, state, channel);
    const picture = PICTURES.find(({ id }) => Array.isArray(ids) && ids.includes(id));
    if (picture !== undefined) void savePicture(picture.id, state, channel);
  });
  return (
    <Button kind="secondary" class="not-narrow" onClick={pick}>
      <Icon name="download" />
      Export
    </Button>
  );
}

/** Offers the forms that there are. */
export function pickExport(channel: Channel): void {
  const choice: PageArguments['choose'] = {
    act: ACT,
    title: 'Export the shown runs and columns, or the charts',
    items: [
      ...FORMS.map(({ id, label, detail }, index) => ({ id, label, detail, ...(index === 0 && { group: 'Runs' }) })),
      ...PICTURES.map((picture, index) => ({ ...picture, ...(index === 0 && { group: 'Charts' }) })),
    ],
  };
  channel.command(PAGE_COMMANDS.choose, choice);
}

/** Copies rows of the grid as Markdown, in their order there. */
export async function copyRows(state: CompareState, channel: Channel, runs: readonly string[]): Promise<void> {
  const sheet = await sheetOf(state, { ...of(channel), only: new Set(runs) });
  if (sheet === undefined) return;
  channel.copy(markdownText(sheet));
  announce(`Copied ${sheet.runs.length} ${sheet.runs.length === 1 ? 'row' : 'rows'} as Markdown`);
}

async function save({ id, text }: Form, state: CompareState, channel: Channel): Promise<void> {
  const sheet = await sheetOf(state, of(channel));
  if (sheet !== undefined) channel.save(`${sheet.about.project}-runs.${id}`, new TextEncoder().encode(text(sheet)));
}

/** Charts are drawn only while they are shown. */
async function savePicture(format: 'svg' | 'png', state: CompareState, channel: Channel): Promise<void> {
  state.tab.value = 'charts';
  const bytes = await chartsPicture(format);
  if (bytes === undefined) announce('No chart is drawn');
  else channel.save(`${of(channel).project}-charts.${format}`, bytes);
}

function of(channel: Channel): { readonly project: string; readonly at: Date } {
  const { root } = channel.subject.peek() as CompareSubject;
  const name = root.replace(/\/+$/, '').split('/').at(-1) ?? '';
  return { project: decodeURIComponent(name), at: new Date() };
}
