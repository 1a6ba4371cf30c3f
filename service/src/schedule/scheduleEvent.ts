import type { TickEnd } from '../../../engine/src/ports/monitorStore.ts';

/** What the service says of the triggers that it keeps. Moments are milliseconds since 1970. */
export type ScheduleEvent =
  | { readonly type: 'triggers.kept'; readonly triggers: readonly KeptTriggerState[] }
  | {
      readonly type: 'trigger.started';
      readonly trigger: string;
      readonly due: number;
      readonly by: 'schedule' | 'data';
    }
  | ({
      readonly type: 'trigger.finished';
      readonly trigger: string;
      readonly due: number;
      readonly seconds: number;
    } & Pick<TickEnd, 'kind' | 'said' | 'id'>)
  | { readonly type: 'trigger.missed'; readonly trigger: string; readonly due: number; readonly said: string }
  /** It could not be looked, or an end not be written down; it is tried again. */
  | { readonly type: 'schedule.failed'; readonly error: unknown };

/** One trigger, when the service begins to keep it or its spec has changed. */
export interface KeptTriggerState {
  readonly trigger: string;
  readonly schedule: string | null;
  readonly timezone: string | null;
  readonly data: readonly string[];
  /** When it is due next; null where only data starts it. */
  readonly next: number | null;
  /** Why it never comes; null where it does. */
  readonly problem: string | null;
}
