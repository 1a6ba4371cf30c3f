import type { ComponentChildren } from 'preact';

export interface ScrolledProps {
  readonly label: string;
  readonly children: ComponentChildren;
}

/** What may be wider than the page. */
export function Scrolled({ label, children }: ScrolledProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: by keyboard it is scrolled while it has the focus
    <section class="scrolled" tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
