import type { LocalConnection } from '../../../engine/src/ports/callers.ts';
import type { Log } from '../../../engine/src/ports/environment.ts';
import type { Host, Stores } from '../../../engine/src/ports/host.ts';
import type { UndeclaredRuns } from '../undeclared/undeclaredRuns.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One thing the service answers; refusals are thrown as `MlflowError` or `Failure`. */
export interface Route {
  readonly method: Method;
  /** `/mlflow/runs/get`, below /api/2.0 and /ajax-api/2.0; `:name` is one segment, `*path` the rest. */
  readonly path: string;
  /** Where the path stands instead: at the top of the server, or below /api/3.0 and /ajax-api/3.0. */
  readonly below?: 'top' | '3.0';
  /** The body is not read as JSON; `stream` gives it. */
  readonly takes?: 'bytes';
  answer(ask: Ask, context: ServiceContext): Promise<Answer>;
}

export interface Ask {
  readonly method: Method;
  /** From the path, decoded once. */
  readonly params: Readonly<Record<string, string>>;
  /** Repeated keys are lists. */
  readonly query: Readonly<Record<string, readonly string[]>>;
  /** Empty where there is none or it is no object. */
  readonly body: JsonObject;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** That it came over: the same object for all that comes over it. */
  readonly connection: LocalConnection;
  /** The raw body; throws `MlflowError` where it holds more than `limit` bytes, or the client dies before it has sent all. */
  stream(limit?: number): AsyncIterable<Uint8Array>;
}

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** `json`: undefined fields are left out; numbers that JSON has no word for become strings, as MLflow has it. */
export type Answer =
  | { readonly kind: 'json'; readonly value: JsonObject }
  | { readonly kind: 'text'; readonly text: string; readonly type?: string }
  | { readonly kind: 'bytes'; readonly from: Bytes; readonly name: string; readonly type: string };

/** `file`: absolute path. */
export type Bytes = { readonly file: string } | { readonly stream: AsyncIterable<Uint8Array>; readonly size?: number };

export interface ServiceContext {
  readonly host: Host;
  /** Folder of the project, absolute. */
  readonly root: string;
  readonly stores: Stores;
  readonly log: Log;
  /** Adds to runs that clients begin what this machine knows of them; nothing is added where it is absent. */
  readonly undeclared?: UndeclaredRuns;
  /** When each trigger that the service keeps is due next, milliseconds since 1970. */
  upcoming?(): readonly { readonly trigger: string; readonly at: number }[];
}

export function json(value: JsonObject = {}): Answer {
  return { kind: 'json', value };
}
