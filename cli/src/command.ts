import type { Operation, OperationEvent } from '../../engine/src/operations/operation.ts';
import type { Host } from '../../engine/src/ports/host.ts';
import type { Style, Terminal } from './terminal.ts';

/** A result as it is printed. */
export type Form<R> = (result: R, style: Style, host: Host) => string | Promise<string>;

/** An operation with the forms its result is printed in. */
export interface Command {
  readonly operation: Operation;
  /** By name of `--format`; `json` is there for all. */
  readonly formats: Readonly<Record<string, Form<unknown>>>;
  /** Answers a client until it leaves, instead of giving a result. */
  readonly serves?: true;
  /** Shows long work as it goes; such a command also has `--format ndjson`. */
  progress?(sink: { write(text: string): void }, terminal: Terminal, args: Readonly<Record<string, unknown>>): Progress;
}

export interface Progress {
  event(event: OperationEvent): void;
  end(): void;
}

type ResultOf<O> = O extends { run(...args: never): Promise<infer R> } ? R : never;

export function command<O extends { readonly name: string }>(
  operation: O,
  formats: Readonly<Record<string, Form<ResultOf<O>>>>,
  progress?: Command['progress'],
): Command {
  return {
    operation: operation as unknown as Operation,
    formats: formats as Command['formats'],
    ...(progress ? { progress } : {}),
  };
}
