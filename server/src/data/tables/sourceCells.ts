import { printRun } from '../../../../engine/src/language/runReference.ts';
import type { RunCells } from '../../../../engine/src/ports/runCells.ts';
import type { RunSource, SourceRun } from '../../../../engine/src/ports/runSource.ts';
import type { Sourced } from '../sources/sourced.ts';
import { runsAsCells } from './runsAsCells.ts';

const PAGE = 1000;
/** More runs than these are not compared: the newest are. */
const MOST = 20_000;

/** What another tool keeps, as it was read. */
export interface SourceCells {
  /** What the source is called. */
  readonly name: string;
  /** On another machine. */
  readonly isAway: boolean;
  readonly cells: RunCells;
  /** How often it was read and had changed. */
  readonly at: number;
  /** Id of run -> its number, which no other run ever gets. */
  readonly numbers: ReadonlyMap<string, number>;
  readonly runs: readonly SourceRun[];
}

/**
 * Reads what another tool keeps.
 * @param before as it was read last: where nothing has changed it is given back
 * @throws Failure `source-not-found`, `run-source`, `source-token`
 */
export async function readSource(asked: Sourced, source: string, before?: SourceCells): Promise<SourceCells> {
  const { source: open, row } = await asked.sources.named(asked, source);
  const runs = (await allRuns(open)).toSorted((a, b) => b.startTime - a.startTime);
  const numbers = new Map(before?.numbers);
  for (const { id } of runs.toReversed()) if (!numbers.has(id)) numbers.set(id, numbers.size + 1);
  const inOrder = runs.toSorted((a, b) => (numbers.get(b.id) ?? 0) - (numbers.get(a.id) ?? 0));
  if (before !== undefined && isSame(before.runs, inOrder)) return before;
  return {
    name: row.name,
    isAway: open.origin.kind === 'mlflow-server',
    cells: runsAsCells(
      inOrder,
      (run) => printRun({ run: run.id, source }),
      ({ id }) => numbers.get(id) ?? 0,
    ),
    at: (before?.at ?? 0) + 1,
    numbers,
    runs: inOrder,
  };
}

function isSame(before: readonly SourceRun[], now: readonly SourceRun[]): boolean {
  return before.length === now.length && now.every((run, at) => JSON.stringify(run) === JSON.stringify(before[at]));
}

async function allRuns(source: RunSource): Promise<readonly SourceRun[]> {
  const experiments = (await source.experiments())
    .filter(({ lifecycle }) => lifecycle === 'active')
    .map(({ id }) => id);
  const runs: SourceRun[] = [];
  let pageToken: string | undefined;
  do {
    const page = await source.search({ experiments, topLevel: true, limit: PAGE, ...(pageToken && { pageToken }) });
    runs.push(...page.runs);
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined && runs.length < MOST && experiments.length > 0);
  return runs;
}
