import { createHash } from 'node:crypto';
import type { EndedRun } from '../../ports/runStore.ts';
import { RUN_TAGS } from '../tags.ts';
import { sorted } from './runBundle.ts';

/** What may change of a run that has ended, key by key: `ID name`, `ID deleted`, `ID tag:KEY`. Null: it has none. */
export type RunState = ReadonlyMap<string, string>;
export type StateChange = ReadonlyMap<string, string | null>;

/** A change that somebody pushed; for each key the last one counts. */
export interface RunPatch {
  /** Milliseconds since 1970: later than every change that its writer knew of. */
  readonly at: number;
  readonly by: string;
  readonly set: StateChange;
}

const FORMAT = 1;

/** Tags that say something of one clone alone. */
const LOCAL_TAGS: ReadonlySet<string> = new Set([RUN_TAGS.queued, RUN_TAGS.origin]);

export function stateOf(runs: readonly (Pick<EndedRun, 'id' | 'name' | 'tags'> & { lifecycle?: string })[]): RunState {
  const state = new Map<string, string>();
  for (const { id, name, tags, lifecycle } of runs) {
    state.set(`${id} name`, name);
    if (lifecycle === 'deleted') state.set(`${id} deleted`, 'yes');
    for (const [key, value] of Object.entries(sharedTags(tags))) state.set(`${id} tag:${key}`, value);
  }
  return state;
}

export function sharedTags(tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !LOCAL_TAGS.has(key)));
}

export function stateHash(state: RunState): string {
  const entries = [...state].sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(entries)).digest('hex').slice(0, 16);
}

/** What leads from one state to the other. */
export function changesBetween(from: RunState, to: RunState): Map<string, string | null> {
  const changes = new Map<string, string | null>();
  for (const [key, value] of to) if (from.get(key) !== value) changes.set(key, value);
  for (const key of from.keys()) if (!to.has(key)) changes.set(key, null);
  return changes;
}

/** The state after all patches: of each key the last one, by time and then by name, so that every clone sees the same. */
export function patched(state: RunState, patches: ReadonlyMap<string, RunPatch>): RunState {
  const inOrder = [...patches].sort(([a, one], [b, other]) => one.at - other.at || (a < b ? -1 : 1));
  const after = new Map(state);
  for (const [, { set }] of inOrder) applyTo(after, set);
  return after;
}

export function applied(state: RunState, change: StateChange): RunState {
  const after = new Map(state);
  applyTo(after, change);
  return after;
}

function applyTo(state: Map<string, string>, change: StateChange): void {
  for (const [key, value] of change) {
    if (value === null) state.delete(key);
    else state.set(key, value);
  }
}

export function writePatch({ at, by, set }: RunPatch): string {
  return `${JSON.stringify(sorted({ run_patch: FORMAT, at, by, set: Object.fromEntries(set) }))}\n`;
}

/** Undefined for what is none, or one of a newer Modelyard: it then has no effect here. */
export function readPatch(text: string): RunPatch | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { run_patch: format, at, by, set } = { ...(value as Readonly<Record<string, unknown>> | null) };
  if (
    format !== FORMAT ||
    !Number.isSafeInteger(at) ||
    typeof by !== 'string' ||
    typeof set !== 'object' ||
    set === null
  )
    return undefined;
  const entries = Object.entries(set as Readonly<Record<string, unknown>>);
  const isChange = entries.every(
    ([key, one]) => /^[0-9a-f]{32} (?:name|deleted|tag:)/.test(key) && (one === null || typeof one === 'string'),
  );
  return isChange ? { at: at as number, by, set: new Map(entries as [string, string | null][]) } : undefined;
}
