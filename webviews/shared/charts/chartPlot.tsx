import './charts.css';
import type { ComponentChildren, HTMLAttributes, RefObject } from 'preact';

/** What a chart hears of pointer and keys. */
export type PlotHandlers = Pick<
  HTMLAttributes<HTMLDivElement>,
  | 'onKeyDown'
  | 'onBlur'
  | 'onClick'
  | 'onDblClick'
  | 'onPointerDown'
  | 'onPointerMove'
  | 'onPointerUp'
  | 'onPointerLeave'
>;

export interface ChartPlotProps {
  /** Measured by `useWidth`. */
  readonly box: RefObject<HTMLDivElement | null>;
  readonly on: PlotHandlers;
  /** One more class of it. */
  readonly class?: string | undefined;
  readonly children: ComponentChildren;
}

/** The box around a drawing: one tab stop, where pointer and keys are heard that read and change what is drawn. */
export function ChartPlot({ box, on, class: also, children }: ChartPlotProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: by keyboard the chart is read while it has the focus
    <div class={also === undefined ? 'chart-plot' : `chart-plot ${also}`} ref={box} tabIndex={0} {...on}>
      {children}
    </div>
  );
}
