import './charts.css';

export interface HoverRow {
  /** Colour of the palette, 0 for the baseline. */
  readonly color?: number;
  readonly name: string;
  readonly text: string;
}

export interface HoverListProps {
  readonly title: string;
  readonly rows: readonly HoverRow[];
  /** Where the rule stands, and how wide the chart is: the list stands on the roomier side. */
  readonly at: number;
  readonly width: number;
  /** From the top of the chart, where it is not there. */
  readonly top?: number;
}

/** What stands at the rule, sorted as it is given; readers are told it by the chart. */
export function HoverList({ title, rows, at, width, top }: HoverListProps) {
  const side = at > width / 2 ? { right: `${width - at + 8}px` } : { left: `${at + 8}px` };
  // Below the place it covers nothing of it, and stays within the chart.
  const style = top === undefined ? side : { left: `max(0px, min(${at + 8}px, ${width}px - 220px))`, top: `${top}px` };
  return (
    <div class="chart-hover" style={style} aria-hidden="true">
      <div class="dim">{title}</div>
      {rows.map(({ color, name, text }) => (
        <div class="chart-hover-row" key={name}>
          {color !== undefined && (
            <svg class="mk" viewBox="0 0 14 14" aria-hidden="true">
              <path class={`ln ${color === 0 ? 'base' : `k${color}`}`} d="M0 7H14" />
            </svg>
          )}
          <span>{name}</span>
          <span class="n">{text}</span>
        </div>
      ))}
    </div>
  );
}
