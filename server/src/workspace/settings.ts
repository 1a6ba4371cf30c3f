import { rules } from '../../../engine/src/checks/all.ts';
import { isRecord } from '../../../engine/src/language/isRecord.ts';
import type { Severity } from '../../../engine/src/language/problem.ts';
import type { Settings } from '../protocol.ts';

const SEVERITIES: readonly string[] = ['error', 'warning', 'information', 'hint', 'off'] satisfies (Severity | 'off')[];

/** Settings as they count: what is none is left out. */
export interface ReadSettings {
  readonly severities: ReadonlyMap<string, Severity | 'off'>;
  readonly environment: string | undefined;
}

export const DEFAULT_SETTINGS: ReadSettings = { severities: new Map(), environment: undefined };

/** Reads what a client sends, whatever it is. */
export function readSettings(given: unknown): ReadSettings {
  const { severities, environment } = (isRecord(given) ? given : {}) as Partial<Record<keyof Settings, unknown>>;
  const entries = isRecord(severities) ? Object.entries(severities) : [];
  const known = new Set(rules.map(({ code }) => code));
  return {
    severities: new Map(
      entries.filter(
        (entry): entry is [string, Severity | 'off'] => known.has(entry[0]) && SEVERITIES.includes(`${entry[1]}`),
      ),
    ),
    environment: typeof environment === 'string' && environment !== '' ? environment : undefined,
  };
}
