import { VersionRecords } from '../../../../engine/src/data/versions/versionRecord.ts';
import { Failure } from '../../../../engine/src/failure.ts';
import { parseRun } from '../../../../engine/src/language/runReference.ts';
import {
  buildDifferences,
  type ComparedSide,
} from '../../../../engine/src/operations/runs/compare/buildDifferences.ts';
import type { RunDifferences } from '../../../../engine/src/operations/runs/compare/runDifferences.ts';
import { storeFolder } from '../../../../engine/src/operations/storeFolder.ts';
import { RUN_TAGS } from '../../../../engine/src/tracking/tags.ts';
import type { ViewQuestions } from '../../views/viewQuestions.ts';
import type { Viewed } from '../protocol.ts';
import { runNamed } from './runNamed.ts';
import { viewStores } from './viewStores.ts';

/** More columns than these nobody reads side by side. */
const MOST_RUNS = 50;

/** What differs between runs; of data what is recorded, for reading it takes its time. */
export async function runDifferences(
  asked: Viewed,
  { runs, baseline }: ViewQuestions['runDifferences']['params'],
): Promise<RunDifferences> {
  if (!Array.isArray(runs) || runs.length < 2 || runs.length > MOST_RUNS)
    throw new Failure('runs-count', `From 2 to ${MOST_RUNS} runs can be held against each other.`, {
      next: 'Select other runs.',
    });
  const { host, project } = asked;
  const sides = await Promise.all(runs.map((id) => sideOf(asked, String(id))));
  const records = new VersionRecords(host.files, await storeFolder(host.files, asked.root));
  return buildDifferences(sides, {
    root: (await host.files.realPath(asked.root)) ?? asked.root,
    git: host.git(asked.root),
    experiments: (await (await viewStores(asked))?.runs.experiments()) ?? [],
    baseline: Math.max(0, runs.indexOf(baseline ?? '')),
    pipelineOf: (run) => project.pipelines.get(run.tags[RUN_TAGS.pipeline] ?? ''),
    record: (dataset, version) => records.find(dataset, version),
  });
}

/** A run, its steps and where its files lie. @param id of another source `RUN@SOURCE` */
export async function sideOf(asked: Viewed, id: string): Promise<ComparedSide> {
  const { run: own, source } = parseRun(id);
  if (source !== null) {
    const at = await asked.sources.named(asked, source);
    return { run: await at.source.run(own), steps: [], source, artifacts: ELSEWHERE };
  }
  const { run, runs, artifacts } = await runNamed(asked, own);
  return { run, steps: await runs.children(run.id), source: null, artifacts };
}

/** What differs is told from what a source says of its runs; its files are not fetched for that. */
const ELSEWHERE: ComparedSide['artifacts'] = {
  bytes: (_, what) => Promise.reject(new Failure('artifacts-elsewhere', `${what} is kept by another tool.`)),
};
