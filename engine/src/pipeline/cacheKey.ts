import { createHash } from 'node:crypto';
import type { Value } from '../ports/step.ts';

/** All that decides what a step gives. */
export interface KeyParts {
  readonly uses: string;
  readonly revision: number;
  /** Version of the engine. */
  readonly engine: string;
  readonly with: Readonly<Record<string, Value>>;
  readonly fingerprint: Readonly<Record<string, string>>;
}

/** Equal keys, equal outputs: sha256 over the parts with their names sorted, 64 hex digits. */
export function cacheKey(parts: KeyParts): string {
  return createHash('sha256').update(canonical(parts)).digest('hex');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, part]) => `${JSON.stringify(name)}:${canonical(part)}`).join(',')}}`;
}
