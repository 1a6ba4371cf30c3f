import type { Span } from './scale.ts';

/** What of a domain is shown; undefined: all of it, and what is appended too. */
export type Zoom = Span | undefined;

/** The stretch that was dragged over; a drag of a few pixels is a click and zooms nothing. */
export function dragged(from: number, to: number, { pixels, domain }: { pixels: number; domain: Span }): Zoom {
  if (pixels < 5) return undefined;
  const [low, high] = domain;
  return [Math.max(low, Math.min(from, to)), Math.min(high, Math.max(from, to))];
}

/** Nearer (factor < 1) or farther around a value; undefined once all is shown. */
export function zoomed(shown: Span, around: number, factor: number, all: Span): Zoom {
  const [low, high] = shown;
  const next: Span = [
    Math.max(all[0], around - (around - low) * factor),
    Math.min(all[1], around + (high - around) * factor),
  ];
  return next[0] <= all[0] && next[1] >= all[1] ? undefined : next;
}
