import { printRun } from '../../../language/runReference.ts';
import type { ArtifactStore } from '../../../ports/artifactStore.ts';
import type { Git } from '../../../ports/git.ts';
import type { Experiment, Run } from '../../../ports/runStore.ts';
import type { Pipeline } from '../../../project/pipeline.ts';
import { viewRun } from '../../../tracking/runView.ts';
import { mainFigure } from '../mainMetric.ts';
import { originsOf } from '../page/outputs.ts';
import { registeredBy } from '../production.ts';
import { runFigures } from '../runFigures.ts';
import { codeDifferences } from './code.ts';
import { type DataSources, dataDifferences } from './data.ts';
import { wholeEnvironment } from './environment.ts';
import { metricDifferences } from './metrics.ts';
import { type PairedBy, pairedRuns } from './pairedRuns.ts';
import { rowDifferences } from './rows.ts';
import { projectInGit, runCode } from './runCode.ts';
import type { ComparedRun, RunDifferences } from './runDifferences.ts';
import { specDifferences, specsOf } from './specs.ts';

/** A run that is compared, with its steps. */
export interface ComparedSide {
  readonly run: Run;
  readonly steps: readonly Run[];
  /** Id of the source that it is in; null: the project's own store. */
  readonly source: string | null;
  readonly artifacts: Pick<ArtifactStore, 'bytes'>;
}

export interface DifferenceSources extends DataSources {
  readonly root: string;
  readonly git: Git;
  readonly experiments: readonly Experiment[];
  /** The pipeline of a run, where the project has it. */
  readonly pipelineOf: (run: Run) => Pipeline | undefined;
  /** Place of the run that the others are held against. */
  readonly baseline: number;
  /** Absent: not asked for, since scores of all rows are read for it. */
  readonly pairedBy?: PairedBy;
}

/** All that differs between runs, as far as it is known; what is not is said with its reason. */
export async function buildDifferences(
  sides: readonly ComparedSide[],
  sources: DifferenceSources,
): Promise<RunDifferences> {
  const { git, root, baseline, experiments, pipelineOf } = sources;
  const runs = sides.map(({ run }) => run);
  const bytes = { bytes: bytesOf(sides) };
  const project = await projectInGit(root, git);
  const without = new Set(runs.flatMap((run) => [...specsOf(run).keys()]));
  const codes = await Promise.all(sides.map(({ run, artifacts }) => runCode(run, { git, artifacts })));
  const figures = sides.map(({ run, steps }) => runFigures(run, steps));
  const main = sides.flatMap(({ run }, at) => mainFigure(figures[at] ?? [], pipelineOf(run))?.name ?? []);
  return {
    runs: sides.map((side) => comparedRun(side, experiments)),
    baseline,
    metrics: metricDifferences(figures, { baseline, first: [...new Set(main)] }),
    paired: await pairedWith(sides, sources),
    params: rowDifferences(runs.map(({ params }) => params)),
    specs: await specDifferences(runs, baseline, bytes),
    code: await codeDifferences(codes, { git, baseline, project, without }),
    data: await dataDifferences(runs, baseline, sources),
    features: rowDifferences(sides.map(featuresOf)),
    environment: await environmentDifferences(sides),
    models: rowDifferences(runs.map(modelsOf)),
  };
}

async function pairedWith(
  sides: readonly ComparedSide[],
  { baseline, pairedBy }: Pick<DifferenceSources, 'baseline' | 'pairedBy'>,
): Promise<RunDifferences['paired']> {
  const base = sides[baseline];
  const paired: RunDifferences['paired'][number][] = [];
  // One after the other: each reads the scores of two runs.
  for (const side of sides) {
    const isHeld = pairedBy !== undefined && base !== undefined && side !== base;
    paired.push(isHeld ? await pairedRuns(base, side, pairedBy) : null);
  }
  return paired;
}

function comparedRun({ run, source }: ComparedSide, experiments: readonly Experiment[]): ComparedRun {
  const { name, experiment, status, git } = viewRun(run, experiments);
  return { id: printRun({ run: run.id, source }), name, experiment, status, git };
}

/** Bytes that any of the runs can give. */
function bytesOf(sides: readonly ComparedSide[]): ArtifactStore['bytes'] {
  const owners = new Map(sides.flatMap(({ run, artifacts }) => run.artifacts.map((one) => [one.sha256, artifacts])));
  return (sha256, what) => (owners.get(sha256) ?? sides[0]!.artifacts).bytes(sha256, what);
}

function featuresOf({ steps }: ComparedSide): Readonly<Record<string, string>> {
  const hashes = Object.assign({}, ...steps.map((step) => originsOf(step).features)) as Record<string, string>;
  return Object.fromEntries(Object.entries(hashes).map(([view, hash]) => [view, String(hash).slice(0, 8)]));
}

function modelsOf(run: Run): Readonly<Record<string, string>> {
  const models = Map.groupBy(registeredBy(run), ({ name }) => name);
  return Object.fromEntries(
    [...models].map(([name, versions]) => [name, versions.map(({ version }) => `v${version}`).join(', ')]),
  );
}

async function environmentDifferences(sides: readonly ComparedSide[]): Promise<RunDifferences['environment']> {
  const known = await Promise.all(sides.map(({ run, artifacts }) => wholeEnvironment(run, artifacts)));
  const unknown = known.flatMap((environment, run) =>
    Object.keys(environment).length > 0 ? [] : [{ run, reason: 'It did not record on what it ran' }],
  );
  return rowDifferences(known, unknown);
}
