import { count } from '../../../engine/src/language/figures.ts';
import { screenFigure } from '../../../engine/src/language/screenFigures.ts';
import { useWidth } from '../hooks.ts';
import { ChartPlot } from './chartPlot.tsx';
import { HoverList } from './hoverList.tsx';
import { Axes, ChartSvg, plotArea } from './plot.tsx';
import { useHover } from './useHover.ts';

export interface HistogramProps {
  readonly title: string;
  /** The finding. */
  readonly label: string;
  readonly xName: string;
  readonly from: number;
  readonly to: number;
  readonly counts: readonly number[];
  readonly height?: number;
}

/** Counts in bins of equal width; bars touch and begin at zero. */
export function Histogram({ title, label, xName, from, to, counts, height = 220 }: HistogramProps) {
  const [box, width] = useWidth<HTMLDivElement>();
  const most = Math.max(1, ...counts);
  const domain = from < to ? ([from, to] as const) : ([from - 0.5, from + 0.5] as const);
  const area = plotArea({ width, height, xDomain: domain, yDomain: [0, most] });
  const size = (domain[1] - domain[0]) / counts.length;
  const edge = (i: number) => domain[0] + i * size;
  const read = (i: number) => ({
    title: `${screenFigure(edge(i))} to ${screenFigure(edge(i + 1))}`,
    rows: [{ name: 'rows', text: count(counts[i]!) }],
  });
  const hover = useHover({
    length: counts.length,
    nearest: (x) => Math.min(counts.length - 1, Math.floor((area.x.value(x) - domain[0]) / size)),
    sentence: (i) => `${read(i).title}: ${count(counts[i]!)} rows`,
  });
  const at = hover.at.value;
  return (
    <div class="chart-box">
      <header class="chart-title">
        <h3>
          {title} <span class="dim">{xName}</span>
        </h3>
      </header>
      <ChartPlot box={box} on={hover.on}>
        {width > 0 && (
          <ChartSvg area={area} label={label}>
            <Axes area={area} />
            {counts.map((rows, i) => (
              <rect
                key={`${edge(i)}`}
                class={i === at ? 'hc on' : 'hc'}
                x={area.x.at(edge(i))}
                y={area.y.at(rows)}
                width={Math.max(0.5, area.x.at(edge(i + 1)) - area.x.at(edge(i)) - 0.5)}
                height={area.y.range[0] - area.y.at(rows)}
              />
            ))}
            {domain[0] < 0 && domain[1] > 0 && (
              <path class="ax dots" d={`M${area.x.at(0)} ${area.y.range[1]}V${area.y.range[0]}`} />
            )}
          </ChartSvg>
        )}
        {at !== undefined && at >= 0 && <HoverList {...read(at)} at={area.x.at(edge(at))} width={width} />}
      </ChartPlot>
    </div>
  );
}
