import './section.css';
import type { ComponentChildren } from 'preact';

export interface SectionProps {
  readonly title: ComponentChildren;
  /** Small, beside the title: how it was made, of how many. */
  readonly caption?: ComponentChildren;
  /** At the right. */
  readonly end?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A part of a page under its own heading, which is how readers find it: as landmarks there would be too many. */
export function Section({ title, caption, end, children }: SectionProps) {
  return (
    <section class="sec">
      <header>
        <h2>{title}</h2>
        {caption !== undefined && <span class="cap">{caption}</span>}
        {end !== undefined && <span class="cap end">{end}</span>}
      </header>
      {children}
    </section>
  );
}
