import { Failure } from '../../../failure.ts';
import type { FileChange } from '../../../ports/gitHistory.ts';
import type { MetricFact, ModelVersion } from '../../../ports/modelRegistry.ts';
import { compareVersions, type MetricDifference } from '../../../registry/compareVersions.ts';
import { versionOfPath, versionPath } from '../../../registry/registryFolder.ts';
import { parseVersionFile } from '../../../registry/versionFile.ts';
import type { ChangedVersion, JudgedAlias } from './changedResult.ts';
import { howOf } from './changedSpecs.ts';

/** Texts of the registry's files as HEAD has them, by path. */
export type RegistryTexts = (path: string) => string | undefined;

/** Versions that a branch adds, edits or promotes, each held against the one that it is to replace, else against the one before it. */
export function changedVersions(
  changes: readonly FileChange[],
  aliases: readonly JudgedAlias[],
  text: RegistryTexts,
  numbers: (model: string) => readonly number[],
): readonly ChangedVersion[] {
  const wanted = new Map<
    string,
    { readonly model: string; readonly version: number; readonly change: ChangedVersion['change'] | undefined }
  >();
  for (const change of changes) {
    const found = change.path.startsWith('registry/') ? versionOfPath(change.path) : undefined;
    if (found !== undefined)
      wanted.set(change.path, { model: found.name, version: found.version, change: howOf(change) });
  }
  for (const { model, to } of aliases.filter(({ guarded }) => guarded)) {
    const path = to === null ? undefined : versionPath(model, to);
    if (path !== undefined && !wanted.has(path)) wanted.set(path, { model, version: to!, change: undefined });
  }
  return [...wanted].map(([file, { model, version, change }]) => {
    const move = aliases.find((one) => one.guarded && one.model === model && one.to === version);
    const before =
      move === undefined ? numbers(model).findLast((number) => number < version) : (move.from ?? undefined);
    return describe({ file, model, version, change: change ?? 'changed', move, before }, text);
  });
}

interface Described {
  readonly file: string;
  readonly model: string;
  readonly version: number;
  readonly change: ChangedVersion['change'];
  /** The alias that moves to it. */
  readonly move: JudgedAlias | undefined;
  readonly before: number | undefined;
}

function describe({ file, model, version, change, move, before }: Described, text: RegistryTexts): ChangedVersion {
  const now = readVersion(text, model, version);
  const other = before === undefined || before === version ? undefined : readVersion(text, model, before);
  const compared = now === undefined ? undefined : compareVersions(other ?? now, now);
  const others = ['inputs', 'outputs', 'params', 'data', 'features'] as const;
  return {
    ...{ model, version, file, change, promoted: move !== undefined },
    semver: now?.semver ?? null,
    run: now === undefined || now.run === '' ? null : now.run,
    pipeline: now?.pipeline ?? null,
    dirty: now?.dirty ?? false,
    against: other === undefined ? null : other.version,
    metrics: (compared?.metrics ?? []).map((metric) => ({
      ...(other === undefined ? alone(metric) : metric),
      paired: pairedOf(move, metric.name),
    })),
    differences: compared === undefined ? [] : others.flatMap((of) => compared[of].map((one) => ({ of, ...one }))),
  };
}

function alone({ name, b }: MetricDifference): MetricDifference {
  return { name, a: undefined, b, difference: undefined, overlap: undefined };
}

/** By a gate that holds the version against what the alias stood for. */
function pairedOf(move: JudgedAlias | undefined, metric: string): MetricFact | null {
  const figures = move?.gates.flatMap((gate) => (gate.kind === 'better_than' ? gate.figures : []));
  const found = figures?.find(({ name, unit }) => unit === 'difference' && name === metric);
  if (found === undefined) return null;
  const { value, low, high } = found;
  return { value, ...(low === undefined || high === undefined ? {} : { low, high }) };
}

/** Undefined where it is not there or cannot be read. */
export function readVersion(text: RegistryTexts, model: string, version: number): ModelVersion | undefined {
  const file = versionPath(model, version);
  const content = text(file);
  try {
    return content === undefined ? undefined : parseVersionFile(content, file);
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
