import type { Trigger } from '../../../project/triggers.ts';

/** What an export is made from. */
export interface ExportedProject {
  /** Of modelyard.yaml. */
  readonly name: string;
  /** The project below the root of its repository; empty where it is the root. */
  readonly folder: string;
  readonly jobs: readonly ExportedJob[];
}

/** One trigger with a schedule. */
export interface ExportedJob {
  readonly trigger: Trigger;
  /** What is typed after `modelyard`. */
  readonly words: readonly string[];
  /** Names of the secrets that its alerts read. */
  readonly secrets: readonly string[];
}

/** A document, and the triggers that it cannot hold. */
export interface Exported {
  readonly document: string;
  readonly left: readonly LeftTrigger[];
}

export interface LeftTrigger {
  readonly trigger: string;
  readonly why: string;
}

/** A file that holds this schedule, for people. */
export function scheduleComment({ schedule }: Trigger): string {
  return schedule === undefined ? '' : `${schedule.text} in ${schedule.timezone}`;
}

/** `monitor-flight-delay`: what a job may be called anywhere. */
export function jobName({ kind, name }: Trigger): string {
  return `${kind}-${name.replaceAll('_', '-')}`;
}
