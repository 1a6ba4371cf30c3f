import type { Lineage } from '../../../engine/src/operations/runs/page/runPage.ts';
import { Icon, type IconName } from '../../shared/components/icon.tsx';
import { Section } from '../../shared/components/section.tsx';
import { useWidth } from '../../shared/hooks.ts';
import { lineageLayout, type PlacedNode } from '../model/lineageLayout.ts';
import { PlaceLink } from './sentence.tsx';

const ICONS: Readonly<Record<Lineage['nodes'][number]['kind'], IconName>> = {
  dataset: 'database',
  features: 'filter',
  step: 'beaker',
  model: 'package',
  commit: 'branch',
};

const ROW = 64;
const NODE = 44;
const LEAST = 98;
const MOST = 202;
const GAP = 28;
/** Where there are many layers. */
const LEAST_GAP = 14;

/** What led to the run's models, from left to right; each node leads to its line. */
export function LineageGraph({ lineage }: { readonly lineage: Lineage }) {
  const [box, width] = useWidth<HTMLElement>();
  const { nodes, edges, layers, rows } = lineageLayout(lineage);
  const gap = layers * (LEAST + GAP) - GAP > width ? LEAST_GAP : GAP;
  const step = Math.max(LEAST + gap, Math.min(MOST + gap, Math.floor((width + gap) / Math.max(1, layers))));
  const nodeWidth = step - gap;
  const left = ({ layer }: PlacedNode) => layer * step;
  const top = ({ layer, row }: PlacedNode) => row * ROW + ((rows - rowsIn(nodes, layer)) * ROW) / 2;
  return (
    <Section title="Lineage" caption="what led to this run’s models">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: wider than the page it is scrolled by keyboard */}
      <section class="lineage" ref={box} tabIndex={0} aria-label="Graph of the lineage">
        {width > 0 && (
          <div class="lineage-ground" style={{ width: `${layers * step - gap}px`, height: `${rows * ROW}px` }}>
            <svg class="chart" width={layers * step - gap} height={rows * ROW} aria-hidden="true">
              {edges.map(({ from, to }) => (
                <path
                  key={`${from.node.id} ${to.node.id}`}
                  class="edge"
                  d={curve(left(from) + nodeWidth, top(from) + NODE / 2, left(to), top(to) + NODE / 2, gap)}
                />
              ))}
            </svg>
            <ol>
              {nodes.map((placed) => (
                <li
                  key={placed.node.id}
                  class={`lineage-node ${placed.node.kind}`}
                  style={{ left: `${left(placed)}px`, top: `${top(placed)}px`, width: `${nodeWidth}px` }}
                >
                  <Icon name={ICONS[placed.node.kind]} />
                  <span class="sr">{placed.node.kind}</span>
                  <span class="cut" title={placed.node.label}>
                    <PlaceLink place={placed.node.place}>{placed.node.label}</PlaceLink>
                  </span>
                  {placed.node.detail !== null && (
                    <span class="cap cut" title={placed.node.detail}>
                      {placed.node.detail}
                    </span>
                  )}
                </li>
              ))}
            </ol>
          </div>
        )}
      </section>
    </Section>
  );
}

function rowsIn(nodes: readonly PlacedNode[], layer: number): number {
  return nodes.filter((node) => node.layer === layer).length;
}

function curve(x1: number, y1: number, x2: number, y2: number, gap: number): string {
  const middle = Math.max(x1 + Math.min(12, gap / 2), x2 - gap / 2);
  return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
}
