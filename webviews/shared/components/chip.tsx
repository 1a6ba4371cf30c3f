import './chip.css';
import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';

export interface ChipProps {
  /** What pressing it does; without it the chip only tells. */
  readonly onClick?: () => void;
  /** Takes the condition away: a cross, and the key Delete. */
  readonly onRemove?: () => void;
  /** For readers, where the words in it do not say it; it must hold them. */
  readonly label?: string;
  readonly class?: string;
  readonly children: ComponentChildren;
}

/** A condition that holds now, or a place that leads on. */
export function Chip({ onClick, onRemove, label, children, ...props }: ChipProps) {
  const name = `chip ${props.class ?? ''}`;
  if (onClick === undefined && onRemove === undefined) return <span class={name}>{children}</span>;
  const press = ({ key }: KeyboardEvent) => {
    if (key === 'Delete') onRemove?.();
  };
  return (
    <button type="button" class={name} aria-label={label} onClick={onClick ?? onRemove} onKeyDown={press}>
      {children}
      {onRemove !== undefined && (
        <>
          <Icon name="cross" />
          <span class="sr">, remove</span>
        </>
      )}
    </button>
  );
}

/** A fact, flat. */
export function Tag({ children }: { readonly children: ComponentChildren }) {
  return <span class="tag">{children}</span>;
}

/** A key as it is written on the keyboard. */
export function Key({ children }: { readonly children: ComponentChildren }) {
  return <kbd class="kbd">{children}</kbd>;
}
