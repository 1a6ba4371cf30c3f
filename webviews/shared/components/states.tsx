import './states.css';
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { count } from '../../../engine/src/language/figures.ts';
import type { Answer, Refusal } from '../asker.ts';
import { Icon } from './icon.tsx';

export interface StateProps {
  /** What is so. */
  readonly title: ComponentChildren;
  /** Why. */
  readonly text?: ComponentChildren;
  /** What to do next: links. */
  readonly children?: ComponentChildren;
}

/** Nothing there yet, or a filter that leaves nothing. */
export function Empty({ title, text, children }: StateProps) {
  return (
    <div class="state" role="status">
      <b>{title}</b>
      {text !== undefined && <p>{text}</p>}
      {children !== undefined && <p>{children}</p>}
    </div>
  );
}

/** What went wrong, what is safe, and the next step. */
export function Problem({ title, text, children }: StateProps) {
  return (
    <div class="state" role="alert">
      <b class="bad">
        <Icon name="failed" />
        {title}
      </b>
      {text !== undefined && <p>{text}</p>}
      {children !== undefined && <p>{children}</p>}
    </div>
  );
}

/** Information, no error: it cannot be known here and now. */
export function Unknowable({ title, text, children }: StateProps) {
  return (
    <div class="state" role="status">
      <b class="warn">
        <Icon name="unknown" />
        {title}
      </b>
      {text !== undefined && <p>{text}</p>}
      {children !== undefined && <p>{children}</p>}
    </div>
  );
}

export function Restricted({ children }: Pick<StateProps, 'children'>) {
  return (
    <div class="state" role="status">
      <b>
        <Icon name="lock" />
        Restricted mode: text only
      </b>
      <p>Nothing is run and no data file is opened before you trust this folder.</p>
      {children !== undefined && <p>{children}</p>}
    </div>
  );
}

/** Figures that stay readable, though what they were measured on is another now. */
export function Stale({ children }: { readonly children: ComponentChildren }) {
  return (
    <div class="note">
      <Icon name="clock" />
      <span>{children}</span>
    </div>
  );
}

export interface TruncatedProps {
  readonly shown: number;
  readonly total: number;
  /** What is counted: `lines`. */
  readonly unit: string;
  /** Leads to all of it. */
  readonly children?: ComponentChildren;
}

/** A cut list, with both counts. */
export function Truncated({ shown, total, unit, children }: TruncatedProps) {
  return (
    <p class="cap linked">
      First {count(shown)} of {count(total)} {unit} {children}
    </p>
  );
}

const SHOWN_AFTER = 300;

/** Still bars in the shape of rows, after 300 ms: what comes sooner needs none. */
export function Loading({ rows = 4 }: { readonly rows?: number }) {
  const isShown = useSignal(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      isShown.value = true;
    }, SHOWN_AFTER);
    return () => clearTimeout(timer);
  }, [isShown]);
  return (
    <div role="status">
      <span class="sr">Loading</span>
      {isShown.value && Array.from({ length: rows }, (_, row) => <div class="sk" key={`${row}`} />)}
    </div>
  );
}

/** Why a question got no answer. */
export function Refused({ refusal }: { readonly refusal: Refusal }) {
  if (refusal.reason === 'restricted') return <Restricted />;
  return <Problem title={refusal.message} text={refusal.next} />;
}

export interface AnsweredProps<T> {
  readonly answer: Answer<T>;
  /** Bars while there is nothing else to show. */
  readonly rows?: number;
  readonly children: (value: T) => ComponentChildren;
}

/** What an answer shows: itself as soon as it is there, and as long as there is nothing newer. */
export function Answered<T>({ answer: { value, refusal, isAsking }, rows, children }: AnsweredProps<T>) {
  return (
    <>
      {refusal !== undefined && !isAsking && <Refused refusal={refusal} />}
      {value !== undefined && children(value)}
      {value === undefined && (refusal === undefined || isAsking) && (
        <Loading {...(rows === undefined ? {} : { rows })} />
      )}
    </>
  );
}
