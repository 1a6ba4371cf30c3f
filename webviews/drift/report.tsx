import '../shared/tokens.css';
import '../shared/base.css';
import '../shared/marks.css';
import { options, render } from 'preact';
import type { DriftPage } from '../../engine/src/monitoring/report/driftPage.ts';
import { Channel } from '../shared/channel.ts';
import { Announcer } from '../shared/components/announcer.tsx';
import { KeySheet } from '../shared/components/keySheet.tsx';
import { ChannelProvider } from '../shared/hooks.ts';
import type { FromPage } from '../shared/protocol.ts';
import { followTheme } from '../shared/theme.ts';
import { DriftView } from './driftView.tsx';
import { printing, setPrinting } from './printing.ts';
// What paper asks for comes last.
import './report.css';

// A report in a file of its own: what it shows stands in the document, and nobody listens.

const page = JSON.parse(document.getElementById('report')?.textContent ?? 'null') as DriftPage;
const channel = new Channel({
  postMessage: (message) => {
    const sent = message as FromPage;
    if (sent.kind === 'copy') void navigator.clipboard?.writeText(sent.text);
  },
  getState: () => undefined,
  setState: () => undefined,
});

const dark = matchMedia('(prefers-color-scheme: dark)');
const forced = matchMedia('(forced-colors: active)');
dark.addEventListener('change', wearTheme);
forced.addEventListener('change', wearTheme);
wearTheme();
followTheme();
render(
  <ChannelProvider value={channel}>
    <div class="paper">
      <DriftView page={page} />
    </div>
    <KeySheet />
    <Announcer />
  </ChannelProvider>,
  document.body,
);
addEventListener('beforeprint', () => draw(true));
addEventListener('afterprint', () => draw(false));

/** What the system asks for, with its own colours where those are forced on all pages; paper is light. */
function wearTheme(): void {
  const contrast = dark.matches ? 'vscode-high-contrast' : 'vscode-high-contrast-light vscode-high-contrast';
  const plain = dark.matches && !printing.peek() ? 'vscode-dark' : 'vscode-light';
  document.body.className = forced.matches ? contrast : plain;
}

/** Before the browser takes the page for paper, all of it must be drawn for it. */
function draw(isPrinting: boolean): void {
  const { debounceRendering } = options;
  options.debounceRendering = (work) => work();
  setPrinting(isPrinting);
  if (debounceRendering === undefined) delete options.debounceRendering;
  else options.debounceRendering = debounceRendering;
  wearTheme();
}
