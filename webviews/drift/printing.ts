import { type ReadonlySignal, signal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useWidth } from '../shared/hooks.ts';

const isOn = signal(false);

/** While the page is drawn for paper: everything that drifted is open, nothing scrolls. */
export const printing: ReadonlySignal<boolean> = isOn;

export function setPrinting(value: boolean): void {
  isOn.value = value;
}

/** Of a chart where two stand beside each other on A4. */
const ON_PAPER = 316;

/** Width of an element; nothing is measured again for paper, so there charts have a width of their own. */
export function useChartWidth(): readonly [RefObject<HTMLDivElement | null>, number] {
  const [box, width] = useWidth<HTMLDivElement>();
  return [box, isOn.value ? ON_PAPER : width];
}
