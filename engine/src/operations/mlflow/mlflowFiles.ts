import { keyProblem } from '../../tracking/limits.ts';
import type { ExportFolder } from './exportFolder.ts';

/** A flat `meta.yaml`; texts are quoted so that no reader of YAML takes one for something else. */
export function metaYaml(map: Readonly<Record<string, number | string | null | undefined | readonly never[]>>): string {
  return Object.entries(map)
    .map(([key, value]) => `${key}: ${value === undefined ? 'null' : JSON.stringify(value)}\n`)
    .join('');
}

/** Says what could not be written, and why. */
export type LeaveOut = (what: string, reason: string) => void;

/**
 * A file for each key, as MLflow keeps params, tags and metrics. Keys that MLflow would not read again are left out, for it
 * then reads nothing of their run.
 */
export async function writeKeys(
  folder: ExportFolder,
  path: string,
  { kind, of, entries }: KeyFiles,
  leaveOut: LeaveOut,
): Promise<void> {
  const keys = new Set(entries.map(([key]) => key));
  for (const [key, text] of entries) {
    const reason = whyNot(key, keys);
    if (reason === undefined) await folder.add(`${path}/${key}`, await text());
    else leaveOut(`${kind} ${key.slice(0, 80)} of ${of}`, reason);
  }
}

export interface KeyFiles {
  readonly kind: 'metric' | 'param' | 'tag';
  /** Whose they are. */
  readonly of: string;
  /** The text is made when it is written. */
  readonly entries: readonly (readonly [string, () => string | Promise<string>])[];
}

export function textEntries(record: Readonly<Record<string, string>>): KeyFiles['entries'] {
  return Object.entries(record).map(([key, value]) => [key, () => value] as const);
}

function whyNot(key: string, keys: ReadonlySet<string>): string | undefined {
  const parts = key.split('/');
  const around = parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
  if (around.some((folder) => keys.has(folder))) return 'another key has the name of a folder that it needs.';
  if (parts.some((part) => new TextEncoder().encode(part).length > 255)) return 'it is too long for a file name.';
  return key === '' || keyProblem(key) !== undefined ? 'MLflow knows no such key.' : undefined;
}

/** As Python reads it. */
export function pythonFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? `${value}.0` : String(value);
}

/** A `file:` address. */
export function fileUri(path: string): string {
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  return path.startsWith('/') ? `file://${encoded}` : `file:///${encoded.replace('%3A', ':')}`;
}
