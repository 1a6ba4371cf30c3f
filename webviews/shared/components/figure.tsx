import './figure.css';
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';
import { announce } from '../announce.ts';
import { useChannel } from '../hooks.ts';
import { popoverPlace } from '../popoverPlace.ts';
import { type Pair, Pairs } from './table.tsx';

/** What stands behind a figure: interval, method, rows, full value, and what made it. */
export interface Explanation {
  readonly title: ComponentChildren;
  /** Beside the title, as `higher is better`. */
  readonly note?: ComponentChildren;
  readonly pairs: readonly Pair[];
}

export interface FigureProps {
  /** A full sentence, for readers. */
  readonly label?: string;
  readonly explain: () => Explanation;
  /** What Ctrl+C takes: the value with all its digits. */
  readonly copies?: string;
  readonly children: ComponentChildren;
}

const OPENS_AFTER = 80;
const CLOSES_AFTER = 150;

/** A figure that explains itself: on hover; with the focus on it by F2 or Enter, until Esc. */
export function Figure({ label, explain, copies, children }: FigureProps) {
  const channel = useChannel();
  const id = useId();
  const figure = useRef<HTMLButtonElement>(null);
  const open = useSignal<'no' | 'hovered' | 'asked'>('no');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const later = (state: 'no' | 'hovered', delay: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      if (open.value !== 'asked') open.value = state;
    }, delay);
  };
  const close = () => {
    open.value = 'no';
    figure.current?.focus();
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'F2') open.value = 'asked';
    else if (event.key === 'Escape' && open.value !== 'no') close();
    else if (isCopy(event) && copies !== undefined) {
      channel.copy(copies);
      announce(`${copies} copied`);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const leave = ({ currentTarget, relatedTarget }: FocusEvent) => {
    if (currentTarget instanceof Element && !(relatedTarget instanceof Node && currentTarget.contains(relatedTarget)))
      open.value = 'no';
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what is inside has the roles; this hears of both
    <span
      onMouseEnter={() => later('hovered', OPENS_AFTER)}
      onMouseLeave={() => later('no', CLOSES_AFTER)}
      onKeyDown={press}
      onFocusOut={leave}
    >
      <button
        type="button"
        class="fig"
        ref={figure}
        aria-label={label}
        aria-expanded={open.value !== 'no'}
        aria-controls={open.value === 'no' ? undefined : id}
        onClick={() => {
          open.value = open.value === 'asked' ? 'no' : 'asked';
        }}
      >
        {children}
      </button>
      {open.value !== 'no' && <Popover id={id} anchor={() => figure.current} {...explain()} />}
    </span>
  );
}

/** Not where the user has marked some text. */
function isCopy({ key, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return key.toLowerCase() === 'c' && (ctrlKey || metaKey) && (getSelection()?.isCollapsed ?? true);
}

interface PopoverProps extends Explanation {
  readonly id: string;
  readonly anchor: () => Element | null;
}

function Popover({ id, anchor, title, note, pairs }: PopoverProps) {
  const popover = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const [element, figure] = [popover.current, anchor()];
    if (element === null || figure === null) return;
    element.showPopover();
    const frame = { width: innerWidth, height: innerHeight };
    const { left, top } = popoverPlace(figure.getBoundingClientRect(), element.getBoundingClientRect(), frame);
    element.style.left = `${left}px`;
    element.style.top = `${top}px`;
  }, [anchor]);
  return (
    <div class="pop" id={id} ref={popover} popover="manual" role="note">
      <b>{title}</b> {note !== undefined && <span class="dim">{note}</span>}
      <Pairs pairs={pairs} />
    </div>
  );
}
