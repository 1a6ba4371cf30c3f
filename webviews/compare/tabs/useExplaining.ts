import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { KeptExplanation } from '../../../engine/src/operations/models/explain/keptExplanations.ts';
import { announce } from '../../shared/announce.ts';
import { type Answer, Asker } from '../../shared/asker.ts';
import { useAct, useChannel } from '../../shared/hooks.ts';
import { PAGE_COMMANDS, type RunPair } from '../../shared/protocol.ts';

/** How far an explanation is. */
export interface ExplainProgress {
  readonly done: number;
  /** 0: not known yet. */
  readonly total: number;
  /** What is at work. */
  readonly message: string;
}

export interface ExplainingNow {
  readonly answer: Answer<KeptExplanation | null>;
  readonly progress: ExplainProgress | undefined;
  /** Why the last one came to no end. */
  readonly refusal: { readonly message: string; readonly next: string | undefined } | undefined;
  start(): void;
  stop(): void;
}

type Work = Pick<ExplainingNow, 'progress' | 'refusal'>;

const IDLE: Work = { progress: undefined, refusal: undefined };

/** What is known of why a metric changed between two runs, and the work of finding out. */
export function useExplaining(pair: RunPair): ExplainingNow {
  const channel = useChannel();
  const key = keyOf(pair);
  const asker = useMemo(() => new Asker<KeptExplanation | null>(), [key]);
  const work = useSignal<ReadonlyMap<string, Work>>(new Map());
  const set = (of: RunPair, next: Work) => {
    work.value = new Map(work.peek()).set(keyOf(of), next);
  };
  const ask = () => asker.ask(() => channel.ask('explanation', pair));
  // The key stands for the pair.
  useEffect(ask, [channel, asker]);
  useAct('explaining', (told) => {
    const of = { a: String(told['a']), b: String(told['b']) };
    set(of, workAfter(told));
    if (told['ended'] === undefined) return;
    announce(ENDS[String(told['ended'])] ?? '');
    if (keyOf(of) === key) ask();
  });
  return {
    answer: asker.answer.value,
    ...(work.value.get(key) ?? IDLE),
    start: () => {
      set(pair, { ...IDLE, progress: { done: 0, total: 0, message: '' } });
      channel.command(PAGE_COMMANDS.explain, pair);
    },
    stop: () => channel.command(PAGE_COMMANDS.stopExplaining, pair),
  };
}

const ENDS: Readonly<Record<string, string>> = {
  done: 'The change is explained',
  stopped: 'Explaining was stopped',
  refused: 'The change could not be explained',
};

function workAfter({ ended, done, total, message, next }: Readonly<Record<string, unknown>>): Work {
  if (ended === 'refused')
    return {
      progress: undefined,
      refusal: { message: String(message), next: next === undefined ? next : String(next) },
    };
  if (ended !== undefined) return IDLE;
  return { progress: { done: Number(done), total: Number(total), message: String(message) }, refusal: undefined };
}

function keyOf({ a, b }: RunPair): string {
  return `${a} ${b}`;
}
