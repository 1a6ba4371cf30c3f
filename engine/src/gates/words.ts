import { duration, figure } from '../language/figures.ts';

/** A short time in its own unit: `1.2 ms`, `240 µs`, `1.5 s`. */
export function milliseconds(seconds: number): string {
  if (seconds >= 1 || seconds === 0) return duration(seconds);
  return seconds < 1e-3 ? `${figure(seconds * 1e6)} µs` : `${figure(seconds * 1000)} ms`;
}
