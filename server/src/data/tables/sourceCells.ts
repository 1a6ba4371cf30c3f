import { printRun } from '../../../../engine/src/language/runReference.ts';
import type { RunCells } from '../../../../engine/src/ports/runCells.ts';
import type { SourceRun } from '../../../../engine/src/ports/runSource.ts';
import type { Viewed } from '../protocol.ts';
import { runsAsCells } from './runsAsCells.ts';

const PAGE = 1000;
/** More runs than these are not compared: the newest are. */
const MOST = 20_000;

/**
 * What another tool keeps, as tables read it.
 * @throws Failure `source-not-found`, `run-source`, `source-token`
 */
export async function sourceCells(asked: Viewed, source: string): Promise<RunCells> {
  const { source: open } = await asked.sources.named(asked, source);
  const experiments = (await open.experiments()).filter(({ lifecycle }) => lifecycle === 'active').map(({ id }) => id);
  const runs: SourceRun[] = [];
  let pageToken: string | undefined;
  do {
    const page = await open.search({ experiments, topLevel: true, limit: PAGE, ...(pageToken && { pageToken }) });
    runs.push(...page.runs);
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined && runs.length < MOST && experiments.length > 0);
  const newest = runs.toSorted((a, b) => b.startTime - a.startTime);
  return runsAsCells(newest, (run) => printRun({ run: run.id, source }));
}
