import { useSignal } from '@preact/signals';
import type { Scale, Span } from './scale.ts';
import { dragged, type Zoom, zoomed } from './zoom.ts';

export interface Zooming {
  /** What of the domain is shown. */
  readonly shown: Span;
  readonly isPart: boolean;
  /** Between which pixels the pointer is dragged. */
  readonly drag: Span | undefined;
  readonly showAll: () => void;
  /** `+` and `-` go nearer and farther around a value, `0` shows all again. */
  readonly onKey: (event: KeyboardEvent, around: number) => void;
  /** A drag zooms, a double click shows all again; `x` is the scale of what is shown. */
  readonly on: (x: Scale) => {
    readonly onPointerDown: (event: PointerEvent) => void;
    readonly onPointerMove: (event: PointerEvent) => void;
    readonly onPointerUp: () => void;
    readonly onDblClick: () => void;
  };
}

/** Which part of a chart's x is shown, and how the user changes that. */
export function useZoom(all: Span): Zooming {
  const zoom = useSignal<Zoom>(undefined);
  const drag = useSignal<Span | undefined>(undefined);
  const shown = zoom.value ?? all;
  const showAll = () => {
    zoom.value = undefined;
  };
  return {
    shown,
    isPart: zoom.value !== undefined,
    drag: drag.value,
    showAll,
    onKey: ({ key }, around) => {
      if (key === '0') showAll();
      else if (key === '+' || key === '=') zoom.value = zoomed(shown, around, 0.5, all);
      else if (key === '-') zoom.value = zoomed(shown, around, 2, all);
    },
    on: (x) => ({
      onPointerDown: (event) => {
        if (event.button !== 0) return;
        (event.currentTarget as Element).setPointerCapture(event.pointerId);
        drag.value = [placeOf(event), placeOf(event)];
      },
      onPointerMove: (event) => {
        if (drag.value !== undefined) drag.value = [drag.value[0], placeOf(event)];
      },
      onPointerUp: () => {
        if (drag.value === undefined) return;
        const [from, to] = drag.value;
        drag.value = undefined;
        const next = dragged(x.value(from), x.value(to), { pixels: Math.abs(to - from), domain: shown });
        if (next !== undefined) zoom.value = next;
      },
      onDblClick: showAll,
    }),
  };
}

function placeOf({ currentTarget, clientX }: PointerEvent): number {
  return clientX - (currentTarget as Element).getBoundingClientRect().left;
}
