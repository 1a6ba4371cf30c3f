import './page.css';
import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { contextOf, type MenuContext } from '../context.ts';
import { useChannel } from '../hooks.ts';
import { toNextRegion } from '../regions.ts';
import { Icon, type IconName } from './icon.tsx';

export interface PageProps {
  /** Where this is, in one line. */
  readonly crumb: ComponentChildren;
  /** At the right of the crumb line: buttons. */
  readonly actions?: ComponentChildren;
  readonly verdict: ComponentChildren;
  /** Stays at the top: tabs, filter, toggles. */
  readonly bar?: ComponentChildren;
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** The frame of every page: crumb, verdict, bar, body and aside; F6 goes from one to the next. */
export function Page({ crumb, actions, verdict, bar, aside, children }: PageProps) {
  const page = useRef<HTMLElement>(null);
  const subject = useChannel().subject.value as MenuContext | undefined;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'F6' || page.current === null) return;
      event.preventDefault();
      toNextRegion(page.current, event.shiftKey);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
  return (
    <main class="page" ref={page} data-vscode-context={contextOf(subject)}>
      <header class="head" data-region="head">
        <div class="crumb">
          {crumb}
          {actions !== undefined && <span class="end">{actions}</span>}
        </div>
        {verdict}
      </header>
      {bar !== undefined && (
        <div class="bar" data-region="bar">
          {bar}
        </div>
      )}
      <div class={aside === undefined ? 'cols' : 'cols with-aside'}>
        <div class="body" data-region="body">
          {children}
        </div>
        {aside !== undefined && (
          <aside data-region="aside" aria-label="Beside">
            {aside}
          </aside>
        )}
      </div>
    </main>
  );
}

export interface VerdictProps {
  readonly kind?: 'good' | 'bad' | 'warn' | 'none';
  readonly icon?: IconName;
  /** Subject, verb, figure. */
  readonly title: ComponentChildren;
  /** The heading, where it is to take the focus when what had it is gone. */
  readonly heading?: RefObject<HTMLHeadingElement | null>;
  /** Why, and how sure: text of at most two lines. */
  readonly children?: ComponentChildren;
}

const ICONS = { good: 'passed', bad: 'failed', warn: 'unknown', none: 'beaker' } as const;

/** What is so, in one line, and why. */
export function Verdict({ kind = 'none', icon = ICONS[kind], title, heading, children }: VerdictProps) {
  return (
    <div class={`verdict ${kind}`}>
      <Icon name={icon} />
      <h1 {...(heading !== undefined && { ref: heading, tabIndex: -1 })}>{title}</h1>
      {children !== undefined && <p>{children}</p>}
    </div>
  );
}
