import { Failure } from '../failure.ts';

/** An error on its way between threads or processes, where only plain data goes. */
export interface SentFailure {
  /** Undefined for a bug of ours. */
  readonly reason: string | undefined;
  readonly message: string;
  readonly next: string | undefined;
  readonly stack: string | undefined;
}

export function sendable(error: unknown): SentFailure {
  if (error instanceof Failure)
    return { reason: error.reason, message: error.message, next: error.next, stack: undefined };
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { reason: undefined, message, next: undefined, stack };
}

/** The error again, on the other side. */
export function received({ reason, message, next, stack }: SentFailure): Error {
  if (reason !== undefined) return new Failure(reason, message, next === undefined ? {} : { next });
  const error = new Error(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}
