import type { Host } from '../ports/host.ts';

/** One thing a user can do: the door for everything with an effect, whatever host it is called from. */
export interface Operation<A extends Arguments = Arguments, R = unknown, E extends OperationEvent = OperationEvent> {
  /** As typed: `runs list`. */
  readonly name: string;
  readonly title: string;
  readonly examples: readonly Example[];
  readonly arguments: A;
  /** Name of the JSON Schema of its result in schemas/output; a server has none. */
  readonly result?: string;
  run(host: Host, args: ArgumentsOf<A>, observer: Observer<E>): Promise<R>;
  /** 1 when the work was done and the answer is no. */
  verdict?(result: R): 0 | 1;
}

export interface Example {
  readonly command: string;
  readonly does: string;
}

/**
 * Why a signal asks to stop where nobody has asked for it: the terminal was closed, the reader has gone. Work that can go on
 * by itself does.
 */
export class NobodyWatches extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'NobodyWatches';
  }
}

/** Takes what long work tells on its way; `signal` asks it to stop, with `NobodyWatches` as its reason where that is why. */
export interface Observer<E extends OperationEvent = OperationEvent> {
  readonly signal: AbortSignal;
  event(event: E): void;
}

export interface OperationEvent {
  readonly type: string;
}

export type Arguments = Readonly<Record<string, Argument>>;

export interface Argument {
  readonly type: 'string' | 'integer' | 'number' | 'boolean';
  readonly description: string;
  /** Given by place, in the order of declaration, instead of by `--name`. */
  readonly positional?: true;
  readonly required?: true;
  /** May be given again and again. */
  readonly multiple?: true;
  readonly choices?: readonly string[];
  /** What it is where its flag stands without one of its choices. */
  readonly bare?: string;
  readonly default?: boolean | number | string;
  /** What stands for the value in help: `FILE`. */
  readonly placeholder?: string;
}

type ValueOf<A extends Argument> = A['choices'] extends readonly (infer C)[]
  ? C
  : A['type'] extends 'boolean'
    ? boolean
    : A['type'] extends 'string'
      ? string
      : number;

type OneOrMore<A extends Argument> = A['multiple'] extends true ? readonly ValueOf<A>[] : ValueOf<A>;
type IsThere<A extends Argument> = A['required'] extends true
  ? true
  : A['multiple'] extends true
    ? true
    : A['type'] extends 'boolean'
      ? true
      : A extends { readonly default: unknown }
        ? true
        : false;

/** The values of declared arguments: booleans are false, lists empty when not given. */
export type ArgumentsOf<A extends Arguments> = {
  readonly [K in keyof A]: IsThere<A[K]> extends true ? OneOrMore<A[K]> : OneOrMore<A[K]> | undefined;
};

/** Keeps the literal types of a declaration. */
export function operation<const A extends Arguments, R, E extends OperationEvent = OperationEvent>(
  declaration: Operation<A, R, E>,
): Operation<A, R, E> {
  return declaration;
}
