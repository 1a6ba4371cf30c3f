import { Failure } from '../failure.ts';
import type { FileValue, ModelValue, SqlValue, TableValue, Value } from '../ports/step.ts';

export function isTable(value: unknown): value is TableValue {
  return kindOf(value) === 'table';
}

export function isModel(value: unknown): value is ModelValue {
  return kindOf(value) === 'model';
}

export function isFile(value: unknown): value is FileValue {
  return kindOf(value) === 'file';
}

/** The table that stands under this key of a step's `with`. */
export function tableAt(values: Readonly<Record<string, Value>>, key: string): TableValue {
  const value = values[key];
  if (isTable(value)) return value;
  throw notA('table', key, value);
}

export function modelAt(values: Readonly<Record<string, Value>>, key: string): ModelValue {
  const value = values[key];
  if (isModel(value)) return value;
  throw notA('model', key, value);
}

/** SQL of the user; without expressions it is plain text. */
export function sqlOf(value: Value | undefined): SqlValue {
  return typeof value === 'string' ? { kind: 'sql', text: value, bindings: {} } : (value as SqlValue);
}

/** Null comes from a step that was skipped; anything else the checks would have seen. */
function notA(what: string, key: string, value: Value | undefined): Failure {
  const found =
    value === null || value === undefined ? 'nothing (was its step skipped?)' : `a ${kindOf(value) ?? typeof value}`;
  return new Failure('wrong-value', `\`${key}\` should be a ${what} but is ${found}.`, {
    next: 'Give the step that makes it an `if` that holds, or give this step the same `if`.',
    exitCode: 1,
  });
}

function kindOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? (value as { kind?: unknown }).kind : undefined;
}
