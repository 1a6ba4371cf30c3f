import { Failure } from '../../../failure.ts';
import { bytes, count } from '../../../language/figures.ts';
import type { ModelVersion } from '../../../ports/modelRegistry.ts';
import type { Run } from '../../../ports/runStore.ts';
import { compareVersions, type Difference } from '../../../registry/compareVersions.ts';
import { RUN_TAGS, tagJson } from '../../../tracking/tags.ts';
import type { Production } from '../production.ts';
import { type RunSources, type WholeRun, wholeRunOf } from '../wholeRun.ts';
import { evaluationOf, measuredTable } from './evaluation.ts';
import { modelsOf } from './outputs.ts';
import type { PageAgainst, PageDifference } from './runPage.ts';

/** The run that made the version; undefined where this store does not have it. */
export async function runOfProduction({ version }: Production, sources: RunSources): Promise<WholeRun | undefined> {
  try {
    return await wholeRunOf(await sources.stores.runs.run(version.run), sources);
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

export interface AgainstParts {
  readonly whole: WholeRun;
  readonly production: Production;
  readonly theirs: WholeRun | undefined;
  readonly training: Run | undefined;
  readonly evaluation: Run | undefined;
}

export function pageAgainst({ whole, production, theirs, training, evaluation }: AgainstParts): PageAgainst {
  const { alias, version } = production;
  return {
    model: version.name,
    alias,
    version: version.version,
    run: version.run || null,
    sameRows: sameRows({ whole, evaluation }, theirs, version),
    differences: [
      ...callDifferences(whole.run, theirs?.run, version),
      ...modelDifferences(whole, training, version),
      ...environmentDifferences(whole.run, version),
    ],
  };
}

/** Whether both were measured on the bytes of one table. */
function sameRows(
  { whole, evaluation }: Pick<AgainstParts, 'whole' | 'evaluation'>,
  theirs: WholeRun | undefined,
  { sha256 }: ModelVersion,
): boolean {
  const other = theirs && evaluationOf(theirs, sha256);
  const [here, there] = [evaluation && measuredTable(whole, evaluation), other && measuredTable(theirs, other)];
  return here !== undefined && here.sha256 === there?.sha256;
}

/** Parameters of the pipeline that are not the learner's, which are compared with it. */
function callDifferences(run: Run, theirs: Run | undefined, { params }: ModelVersion): readonly PageDifference[] {
  if (theirs === undefined) return [];
  const names = [...new Set([...Object.keys(run.params), ...Object.keys(theirs.params)])];
  return names.flatMap((name) => {
    const [here, there] = [run.params[name] ?? null, theirs.params[name] ?? null];
    return here === there || name in params ? [] : [{ group: 'params' as const, name, here, there }];
  });
}

function modelDifferences(
  whole: WholeRun,
  training: Run | undefined,
  version: ModelVersion,
): readonly PageDifference[] {
  const model = training && modelsOf(training)[0];
  if (model === undefined) return [];
  const params = Object.fromEntries(
    Object.entries(model.params).filter((one): one is [string, boolean | number | string] => one[1] !== null),
  );
  const ours: ModelVersion = {
    ...version,
    run: whole.run.id,
    params,
    data: model.lineage,
    features: model.features ?? {},
    signature: model.signature ?? version.signature,
  };
  const compared = compareVersions(ours, version);
  return (['params', 'data', 'features', 'inputs', 'outputs'] as const).flatMap((group) =>
    compared[group].map(({ name, a, b }: Difference) => ({ group, name, here: shown(a), there: shown(b) })),
  );
}

function environmentDifferences(run: Run, { environment }: ModelVersion): readonly PageDifference[] {
  const ours = environmentOf(run);
  return Object.entries(environment).flatMap(([name, there]) => {
    const here = ours[name] ?? null;
    return here === there || here === null ? [] : [{ group: 'environment' as const, name, here, there }];
  });
}

/** Versions and machine, as texts; of a run that no pipeline declared also its command. */
export function environmentOf({ tags }: Run): Readonly<Record<string, string>> {
  const value = tagJson(tags[RUN_TAGS.environment]);
  const command = tags[RUN_TAGS.command];
  return Object.fromEntries([
    ...(command === undefined ? [] : [['command', command]]),
    ...Object.entries(typeof value === 'object' && value !== null ? value : {}).map(([name, one]) => [
      name,
      name === 'memory' && typeof one === 'number' ? bytes(one) : (shown(one) ?? ''),
    ]),
  ]);
}

/** A fact of a version as a text: of data its version, shortened, and its rows. */
export function shown(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'object') return String(value);
  const { version, rows } = value as { readonly version?: unknown; readonly rows?: unknown };
  if (typeof version === 'string' && typeof rows === 'number') return `${version.slice(0, 8)}, ${count(rows)} rows`;
  return JSON.stringify(value);
}
