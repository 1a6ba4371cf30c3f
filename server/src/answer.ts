import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { Cancelled, Failure } from '../../engine/src/failure.ts';
import type { Traffic } from './traffic.ts';

/** What an answer stands on: the text as parsed, or the problems of the file as found in this very text. */
export type Stage = 'parsed' | 'checked';

export interface Answering {
  readonly traffic: Traffic;
  readonly log: (message: string) => void;
  /** Called for each request whose work really begins. */
  readonly begun: () => void;
}

export interface AnswerOptions<P> extends Answering {
  /** Resolves when the stage is reached for what the request is about. */
  readonly reach: (stage: Stage, params: P) => Promise<void>;
}

export type Handler<P, R> = (params: P, token: CancellationToken) => Promise<R | ResponseError<never>>;

/**
 * The one way requests are answered: one that was cancelled in the queue is not begun, others let waiting edits and
 * cancellations in first, then wait for their stage. Whatever a feature throws becomes an error reply; the server goes on.
 */
export function answer<P, R>(
  stage: Stage,
  work: (params: P, signal: AbortSignal) => R | Promise<R>,
  { reach, log, begun, traffic }: AnswerOptions<P>,
): Handler<P, R> {
  return async (params, token) => {
    if (token.isCancellationRequested) return cancelled();
    await new Promise(setImmediate);
    if (token.isCancellationRequested) return cancelled();
    const { signal, release } = signalOf(token);
    // Those that wait for a check must not keep it waiting.
    const leave = stage === 'parsed' ? traffic.enter() : undefined;
    try {
      await reach(stage, params);
      if (signal.aborted) return cancelled();
      begun();
      return await work(params, signal);
    } catch (error) {
      if (error instanceof Cancelled || signal.aborted) return cancelled();
      if (error instanceof Failure) return new ResponseError<never>(LSPErrorCodes.RequestFailed, inWords(error));
      log(error instanceof Error ? (error.stack ?? error.message) : String(error));
      return new ResponseError<never>(LSPErrorCodes.RequestFailed, 'Modelyard could not answer; its log says why.');
    } finally {
      leave?.();
      release();
    }
  };
}

/** A refusal with its next step. */
export function inWords({ message, next }: Failure): string {
  return next === undefined ? message : `${message.replace(/\.$/, '')}. ${next}`;
}

function signalOf(token: CancellationToken): { readonly signal: AbortSignal; readonly release: () => void } {
  const control = new AbortController();
  const listener = token.onCancellationRequested(() => control.abort());
  return { signal: control.signal, release: () => listener.dispose() };
}

function cancelled(): ResponseError<never> {
  return new ResponseError<never>(LSPErrorCodes.RequestCancelled, 'cancelled');
}
