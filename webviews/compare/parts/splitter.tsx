import type { Signal } from '@preact/signals';

const LEAST = 0.15;
const MOST = 0.9;
const STEP = 0.05;

/** Between grid and tabs: drawn by the pointer, moved by arrows, Home and End. */
export function Splitter({ share }: { readonly share: Signal<number> }) {
  const put = (next: number) => {
    share.value = Math.min(MOST, Math.max(LEAST, next));
  };
  const press = (event: KeyboardEvent) => {
    const next = { ArrowUp: share.value - STEP, ArrowDown: share.value + STEP, Home: LEAST, End: MOST }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    put(next);
  };
  const drag = (event: PointerEvent) => {
    const { currentTarget: bar, pointerId } = event;
    if (!(bar instanceof HTMLElement) || !bar.hasPointerCapture(pointerId) || bar.parentElement === null) return;
    const { top, height } = bar.parentElement.getBoundingClientRect();
    put((event.clientY - top) / height);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a splitter that takes the focus is no line
    <div
      class="splitter"
      role="separator"
      tabIndex={0}
      aria-label="Room for the table"
      aria-orientation="horizontal"
      aria-valuemin={LEAST * 100}
      aria-valuemax={MOST * 100}
      aria-valuenow={Math.round(share.value * 100)}
      onKeyDown={press}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onDblClick={() => put(0.55)}
    />
  );
}
