import { Marker } from '../shared/components/marker.tsx';
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
              <Marker n={n} x={112} y={12} />
            </svg>
            <figcaption class="cap">{n === 0 ? 'baseline' : n}</figcaption>
          </figure>
        ))}
      </div>
    </Section>
  );
}
