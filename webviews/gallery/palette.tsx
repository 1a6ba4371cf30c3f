import { Section } from '../shared/components/section.tsx';

/** Identity is colour, marker and label; in high contrast a dash as well. */
export function Palette() {
  return (
    <Section title="Palette">
      <div class="swatches">
        {[0, 1, 2, 3, 4, 5, 6, 7, 8].map((n) => (
          <figure key={n}>
            <svg class="chart" width="120" height="26" aria-hidden="true">
              <path class={`ln ${n === 0 ? 'base' : `k${n}`}`} d="M2 18C30 18 40 6 62 8S96 20 104 12" />
              <circle class={`m${n}`} cx="112" cy="12" r="4" />
            </svg>
            <figcaption class="cap">{n === 0 ? 'baseline' : n}</figcaption>
          </figure>
        ))}
      </div>
    </Section>
  );
}
