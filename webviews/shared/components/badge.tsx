import './badge.css';
import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';

interface Look {
  readonly icon: IconName;
  readonly tone: 'good' | 'bad' | 'warn' | 'dim' | 'running';
  readonly word: string;
}

const LOOKS = {
  passed: { icon: 'passed', tone: 'good', word: 'passed' },
  done: { icon: 'passed', tone: 'good', word: 'done' },
  failed: { icon: 'failed', tone: 'bad', word: 'failed' },
  interrupted: { icon: 'failed', tone: 'bad', word: 'interrupted' },
  unknown: { icon: 'unknown', tone: 'warn', word: 'unknown' },
  waiting: { icon: 'clock', tone: 'warn', word: 'waiting' },
  stale: { icon: 'clock', tone: 'warn', word: 'stale' },
  drift: { icon: 'warning', tone: 'warn', word: 'drift' },
  skipped: { icon: 'bar', tone: 'dim', word: 'skipped' },
  cached: { icon: 'disks', tone: 'dim', word: 'cached' },
  cancelled: { icon: 'cross', tone: 'dim', word: 'cancelled' },
  running: { icon: 'arrows', tone: 'running', word: 'running' },
} as const satisfies Readonly<Record<string, Look>>;

export type BadgeKind = keyof typeof LOOKS;

export interface BadgeProps {
  readonly kind: BadgeKind;
  /** Instead of the kind's own word. */
  readonly children?: ComponentChildren;
  /** Where a header or the row says the word: then only readers are told it. */
  readonly iconOnly?: boolean;
}

/** Shape, word and colour of a verdict or a state. */
export function Badge({ kind, children, iconOnly = false }: BadgeProps) {
  const { icon, tone, word } = LOOKS[kind];
  return (
    <span class={`verd ${tone}`}>
      <Icon name={icon} />
      <span class={iconOnly ? 'sr' : undefined}>{children ?? word}</span>
    </span>
  );
}
