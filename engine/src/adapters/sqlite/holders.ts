import type { LocalMachine, ProcessName } from '../system/localMachine.ts';

/** After this many milliseconds without a sign of life a process of another machine counts as dead. */
const SILENCE = 60_000;

/** A process as a row of `leases` or `locks` names it. */
export interface HolderRow extends ProcessName {
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly beat_at: number;
}

export function holderLives(machine: LocalMachine, holder: HolderRow, now: number): boolean {
  return machine.lives(holder) ?? now - holder.beat_at <= SILENCE;
}
