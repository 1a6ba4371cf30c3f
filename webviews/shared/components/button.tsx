import './button.css';
import type { ComponentChildren } from 'preact';

export interface ButtonProps {
  readonly kind?: 'primary' | 'secondary' | 'ghost';
  readonly onClick: () => void;
  /** For readers, where the button shows an icon only; a hover says it too. */
  readonly label?: string;
  /** A toggle, and whether it is on. */
  readonly pressed?: boolean;
  /** Why it cannot be pressed now; it stays focusable. */
  readonly disabledBecause?: string | undefined;
  /** Id of what says more about it. */
  readonly describedBy?: string | undefined;
  /** Other classes, as `not-narrow`. */
  readonly class?: string;
  readonly children: ComponentChildren;
}

export function Button({
  kind = 'secondary',
  onClick,
  label,
  pressed,
  disabledBecause,
  describedBy,
  ...props
}: ButtonProps) {
  const isDisabled = disabledBecause !== undefined;
  return (
    <button
      type="button"
      class={`btn ${kind} ${props.class ?? ''}`}
      aria-label={label}
      title={disabledBecause ?? label}
      aria-pressed={pressed}
      aria-disabled={isDisabled || undefined}
      aria-describedby={describedBy}
      onClick={() => {
        if (!isDisabled) onClick();
      }}
    >
      {props.children}
    </button>
  );
}

/** Words that lead somewhere: a line, a file, a page. */
export function Link({ onClick, label, children }: Pick<ButtonProps, 'onClick' | 'label' | 'children'>) {
  return (
    <button type="button" class="link" aria-label={label} onClick={onClick}>
      {children}
    </button>
  );
}
