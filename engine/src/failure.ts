/**
 * Refusals that the user can act on, one function per message. Hosts test `reason`, never the text.
 * `exitCode` 2: could not be done (usage, missing file, corrupt store); 1: done, and the answer is no.
 */
export class Failure extends Error {
  readonly reason: string;
  readonly exitCode: 1 | 2;
  /** What the user can do next, one sentence; a command stands in backticks. */
  readonly next: string | undefined;
  readonly place: Place | undefined;

  constructor(reason: string, message: string, options: FailureOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Failure';
    this.reason = reason;
    this.exitCode = options.exitCode ?? 2;
    this.next = options.next;
    this.place = options.place;
  }
}

/** Where in the user's files; `line` counts from 1 as people do. */
export interface Place {
  readonly file: string;
  readonly line?: number;
}

export interface FailureOptions {
  readonly next?: string;
  readonly exitCode?: 1 | 2;
  readonly place?: Place;
  readonly cause?: unknown;
}

export function usage(message: string, next?: string): Failure {
  return new Failure('usage', message, next === undefined ? {} : { next });
}

/** The work was stopped on request; hosts answer with exit code 130. */
export class Cancelled extends Error {
  constructor(message = 'cancelled') {
    super(message);
    this.name = 'Cancelled';
  }
}
