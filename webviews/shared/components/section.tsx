import './section.css';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

export interface SectionProps {
  readonly title: ComponentChildren;
  /** Small, beside the title: how it was made, of how many. */
  readonly caption?: ComponentChildren;
  /** At the right. */
  readonly end?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A part of a page under its own heading. */
export function Section({ title, caption, end, children }: SectionProps) {
  const id = useId();
  return (
    <section class="sec" aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {caption !== undefined && <span class="cap">{caption}</span>}
        {end !== undefined && <span class="cap end">{end}</span>}
      </header>
      {children}
    </section>
  );
}
