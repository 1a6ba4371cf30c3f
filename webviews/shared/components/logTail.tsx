import './logTail.css';
import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { count } from '../../../engine/src/language/figures.ts';
import { clockTime, fullTime } from '../../../engine/src/language/times.ts';
import type { LogLine } from '../../../server/src/views/runPage.ts';
import type { Refusal } from '../asker.ts';
import { useChannel } from '../hooks.ts';
import {
  EMPTY_LOG,
  lineAt,
  logOf,
  missingParts,
  namesError,
  PART,
  type ReadLog,
  withPart,
  withWords,
} from '../logLines.ts';
import { Chip } from './chip.tsx';
import { Loading, Refused } from './states.tsx';

export interface LogTailProps {
  readonly run: string;
  /** Rows that are seen at once; the rest is scrolled to. */
  readonly rows: number;
  /** In a narrow place: the time stands in for the step, which is told on hover. */
  readonly isBrief?: boolean;
  /** Only lines with these words, out of all of it. */
  readonly words?: string;
  /** Told whenever it is another: how many lines there are, and how many of them have the words. */
  readonly onTotal?: (total: number, found: number) => void;
}

const ROW = 18;
const BEYOND = 20;
/** Lines that are asked for at once to look for words in all of them. */
const SEARCHED = 10_000;

/** The log of a run, however long: only the lines in sight are drawn. It follows the end while the end is in sight. */
export function LogTail({ run, rows, isBrief = false, words = '', onTotal }: LogTailProps) {
  const channel = useChannel();
  const log = useSignal<ReadLog | undefined>(undefined);
  const refusal = useSignal<Refusal | undefined>(undefined);
  const top = useSignal(0);
  const seen = useSignal(0);
  const scroller = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);

  const read = async (from: number, lines: number) => {
    const told = await channel.ask('log', { run, from, lines });
    if (told.kind === 'refused') {
      refusal.value = told;
      return;
    }
    refusal.value = undefined;
    log.value = withPart(log.value ?? EMPTY_LOG, told.value);
  };

  useEffect(() => {
    log.value = undefined;
    void read(-PART, PART);
    const stop = channel.onChanged((topics) => {
      if (topics.includes('runs')) void read(-PART, PART);
    });
    const follow = channel.live.subscribe((runs) => {
      if (log.value !== undefined && runs.some((live) => live.run === run)) void read(-PART, PART);
    });
    return () => {
      stop();
      follow();
    };
  }, [channel, run]);

  const isSearched = words !== '' && log.value !== undefined;
  const shown = isSearched && log.value !== undefined ? logOf(withWords(log.value, words)) : log.value;
  const whole = log.value?.total ?? 0;
  const total = shown?.total ?? 0;
  useEffect(() => {
    if (log.value !== undefined) onTotal?.(whole, total);
  }, [whole, total]);
  const scrolled = Math.floor(top.value / ROW);
  const highest = isAtEnd.current ? total - rows : scrolled;
  const first = Math.max(0, highest - BEYOND);
  const last = Math.min(total, first + rows + 2 * BEYOND);
  useEffect(() => {
    if (log.value === undefined) return;
    if (isSearched) {
      const [missing] = missingParts(log.value, 0, whole);
      if (missing !== undefined) void read(missing, SEARCHED);
      return;
    }
    for (const part of missingParts(log.value, first, last)) void read(part, PART);
  }, [first, last, isSearched, log.value]);
  useLayoutEffect(() => {
    if (!isAtEnd.current || scroller.current === null) return;
    scroller.current.scrollTop = scroller.current.scrollHeight;
    seen.value = total;
  }, [total, seen]);

  if (log.value === undefined) return refusal.value ? <Refused refusal={refusal.value} /> : <Loading rows={rows} />;
  if (total === 0) return <p class="cap">{isSearched ? 'No line has these words' : 'No lines yet'}</p>;
  const scroll = ({ currentTarget }: { readonly currentTarget: HTMLElement }) => {
    const { scrollTop, scrollHeight, clientHeight } = currentTarget;
    top.value = scrollTop;
    isAtEnd.current = scrollTop + clientHeight >= scrollHeight - ROW / 2;
    if (isAtEnd.current) seen.value = total;
  };
  const toEnd = () => scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  return (
    <>
      <div
        class="log"
        role="log"
        aria-live="off"
        aria-label="Log"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: by keyboard it is scrolled while it has the focus
        tabIndex={0}
        ref={scroller}
        style={{ maxHeight: `${rows * ROW + 16}px` }}
        onScroll={scroll}
      >
        <Lines log={shown ?? log.value} first={first} last={last} isBrief={isBrief} />
      </div>
      {seen.value < total && (
        <Chip onClick={toEnd}>
          {count(total - seen.value)} new {total - seen.value === 1 ? 'line' : 'lines'}
        </Chip>
      )}
    </>
  );
}

interface LinesProps {
  readonly log: ReadLog;
  readonly first: number;
  readonly last: number;
  readonly isBrief: boolean;
}

function Lines({ log, first, last, isBrief }: LinesProps) {
  const lines = Array.from({ length: Math.max(0, last - first) }, (_, i) => first + i);
  return (
    <div class="log-lines" style={{ height: `${log.total * ROW}px` }}>
      {lines.map((line) => (
        <Line key={line} top={line * ROW} line={lineAt(log, line)} isBrief={isBrief} />
      ))}
    </div>
  );
}

interface LineProps {
  readonly top: number;
  readonly line: LogLine | undefined;
  readonly isBrief: boolean;
}

function Line({ top, line, isBrief }: LineProps) {
  if (line === undefined) return <div class="log-line" style={{ top: `${top}px` }} />;
  const { at, step, text } = line;
  const hasStep = step !== '' && !(isBrief && at !== undefined);
  return (
    <div
      class={`log-line ${namesError(text) ? 'bad' : ''}`}
      style={{ top: `${top}px` }}
      title={at === undefined ? undefined : [fullTime(at), step].filter((part) => part !== '').join(', ')}
    >
      {at !== undefined && <span class="log-at">{clockTime(at)} </span>}
      {hasStep && <span class="log-step">{step} </span>}
      {text}
    </div>
  );
}
