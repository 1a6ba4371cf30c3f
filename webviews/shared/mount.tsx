import './tokens.css';
import './base.css';
import './marks.css';
import { type FunctionComponent, render } from 'preact';
import { Channel } from './channel.ts';
import { Announcer } from './components/announcer.tsx';
import { KeySheet } from './components/keySheet.tsx';
import { ChannelProvider } from './hooks.ts';
import type { ToPage } from './protocol.ts';
import { followTheme } from './theme.ts';

/** Shows a page in the frame of its panel, once; its subject comes with the channel. */
export function mount(Page: FunctionComponent): void {
  const channel = new Channel(acquireVsCodeApi());
  addEventListener('error', ({ error, message }) => channel.failed(error ?? message));
  addEventListener('unhandledrejection', ({ reason }) => channel.failed(reason));
  addEventListener('message', ({ data }: MessageEvent<ToPage>) => channel.hear(data));
  followTheme();
  render(
    <ChannelProvider value={channel}>
      <Page />
      <KeySheet />
      <Announcer />
    </ChannelProvider>,
    document.body,
  );
  channel.ready();
}
