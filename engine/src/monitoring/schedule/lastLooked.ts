import type { CheckRecord, Tick } from '../../ports/monitorStore.ts';

/** When a check was made, or a moment of the monitor's schedule last found nothing new since; milliseconds since 1970. */
export function lastLooked({ id, monitor, made }: CheckRecord, ticks: readonly Tick[]): number {
  const looks = ticks.flatMap(({ trigger, end }) =>
    trigger === `monitor ${monitor}` && end?.kind === 'done' && end.id === id ? [end.at] : [],
  );
  return Math.max(made, ...looks);
}
