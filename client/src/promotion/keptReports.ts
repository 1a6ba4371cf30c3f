import type { Memento, Uri } from 'vscode';
import { isRecord } from '../../../engine/src/language/isRecord.ts';
import type { JudgedGates, StandsOn } from '../../../webviews/promotion/protocol.ts';
import type { Move } from './move.ts';
import { readJudged } from './readTold.ts';

const KEY = 'modelyard.judgedGates';
const MOST = 40;

interface Kept {
  readonly of: string;
  /** Only held against what it should be. */
  readonly standsOn: unknown;
  readonly report: JudgedGates;
}

interface AskedOf extends Move {
  readonly standsOn: StandsOn;
}

/** What all gates of a move said on this machine, where nothing that decides is another since. */
export function keptReport(memento: Memento, root: Uri, asked: AskedOf): JudgedGates | undefined {
  const found = all(memento).find(({ of }) => of === nameOf(root, asked));
  return found !== undefined && holds(found, asked.standsOn) ? found.report : undefined;
}

/** Keeps it with the workspace, the newest first. */
export async function keepReport(
  memento: Memento,
  root: Uri,
  { report, standsOn, ...move }: AskedOf & { readonly report: JudgedGates },
): Promise<void> {
  const of = nameOf(root, move);
  const others = all(memento).filter((kept) => kept.of !== of);
  await memento.update(KEY, [{ of, standsOn, report }, ...others].slice(0, MOST));
}

/** Data may be another from one hour to the next, though nothing of the rules is. */
const HOURS = 12;

function holds(kept: Pick<Kept, 'standsOn' | 'report'>, standsOn: StandsOn): boolean {
  const age = Date.now() - Date.parse(kept.report.at);
  return JSON.stringify(kept.standsOn) === JSON.stringify(standsOn) && age >= 0 && age < HOURS * 3_600_000;
}

function all(memento: Memento): readonly Kept[] {
  const kept = memento.get<unknown>(KEY);
  return Array.isArray(kept) ? kept.flatMap((one) => readKept(one) ?? []) : [];
}

/** Undefined for what an older version kept in another form. */
function readKept(kept: unknown): Kept | undefined {
  if (!isRecord(kept)) return undefined;
  const { of, standsOn } = kept;
  const report = readJudged(kept['report']);
  if (typeof of !== 'string' || report === undefined) return undefined;
  return { of, standsOn, report };
}

function nameOf(root: Uri, { model, version, alias }: Move): string {
  return JSON.stringify([root.toString(), model, version, alias]);
}
