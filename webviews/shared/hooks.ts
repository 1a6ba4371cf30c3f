import { type Signal, useSignal } from '@preact/signals';
import { createContext, type RefObject } from 'preact';
import { useContext, useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { isRecord } from '../../engine/src/language/isRecord.ts';
import type { Topic } from '../../server/src/protocol.ts';
import type { ViewQuestion, ViewQuestions } from '../../server/src/views/viewQuestions.ts';
import { type Answer, Asker } from './asker.ts';
import type { Channel } from './channel.ts';

const ChannelContext = createContext<Channel | undefined>(undefined);

/** Gives the channel to everything inside. */
export const ChannelProvider = ChannelContext.Provider;

export function useChannel(): Channel {
  const channel = useContext(ChannelContext);
  if (channel === undefined) throw new Error('A page is shown by `mount`.');
  return channel;
}

/**
 * The answer to a question, asked again when one of the topics changes. What was told stays on the screen until
 * something newer is told, even for other params; nothing is asked while there are none.
 */
export function useAnswer<Q extends ViewQuestion>(
  question: Q,
  params: ViewQuestions[Q]['params'] | undefined,
  topics: readonly Topic[] = ['runs'],
): Answer<ViewQuestions[Q]['answer']> {
  const channel = useChannel();
  const asker = useMemo(() => new Asker<ViewQuestions[Q]['answer']>(), []);
  const key = params === undefined ? undefined : JSON.stringify(params);
  const wanted = topics.join();
  // Before anything is painted: the answer may be here already. The key stands for the params, the text for the topics.
  useLayoutEffect(() => {
    if (params === undefined) return undefined;
    const ask = () => channel.ask(question, params);
    asker.ask(ask);
    return channel.onChanged((changed) => {
      if (changed.some((topic) => topics.includes(topic))) asker.askAgain(ask);
    });
  }, [channel, asker, question, key, wanted]);
  return asker.answer.value;
}

/** Does what the user chose outside of the page, as long as the part is shown. */
export function useAct(act: string, does: (argument: Readonly<Record<string, unknown>>) => void): void {
  const channel = useChannel();
  const newest = useRef(does);
  newest.current = does;
  useEffect(() => channel.onAct(act, (argument) => newest.current(argument)), [channel, act]);
}

/** A part of the page's state that outlives hiding the panel and a reload of the window; `read` judges what was kept. */
export function useKept<S>(name: string, read: (kept: unknown) => S): Signal<S> {
  const channel = useChannel();
  const kept = useSignal(read(partOf(channel.state, name)));
  const { value } = kept;
  useEffect(() => {
    const state = channel.state;
    channel.keep({ ...(isRecord(state) ? state : {}), [name]: value });
  }, [channel, name, value]);
  return kept;
}

/** Width of an element in CSS pixels, measured again whenever it changes; 0 before it is laid out. */
export function useWidth<E extends Element>(): readonly [RefObject<E | null>, number] {
  const element = useRef<E>(null);
  const width = useSignal(0);
  useLayoutEffect(() => {
    if (element.current === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) width.value = Math.floor(entry.contentRect.width);
    });
    width.value = Math.floor(element.current.getBoundingClientRect().width);
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [width]);
  return [element, width.value];
}

function partOf(state: unknown, name: string): unknown {
  return isRecord(state) ? state[name] : undefined;
}
