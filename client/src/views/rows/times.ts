import { duration } from '../../../../engine/src/language/figures.ts';
import { fullTime, utcTime } from '../../../../engine/src/language/times.ts';

/** In the local clock and in UTC, with seconds. */
export function exactly(iso: string): string {
  const local = fullTime(iso);
  return local === '-' ? local : `${local} (${utcTime(iso)})`;
}

/** In one unit: `26 h`, `5 min`, `12 s`, `3 d`. */
export function roughly(seconds: number): string {
  if (seconds < 60) return `${Math.max(0, Math.floor(seconds))} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86_400)} d`;
}

/** As `duration`; nothing where it is not known. */
export function lasted(seconds: number | null): string | undefined {
  return seconds === null || !Number.isFinite(seconds) || seconds < 0 ? undefined : duration(seconds);
}
