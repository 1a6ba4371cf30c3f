import { posix } from 'node:path';
import { Failure } from '../../failure.ts';
import { TAGS } from '../../pipeline/journal.ts';
import type { LocalObjects } from '../../ports/artifactStore.ts';
import type { ModelVersion } from '../../ports/modelRegistry.ts';
import type { Run } from '../../ports/runStore.ts';
import { readFolder } from '../../registry/modelFolder.ts';
import { tagJson } from '../../tracking/tags.ts';
import type { SharedModels } from './sharedModels.ts';
import type { SharingAround } from './sharing.ts';

/** Objects by hash, each with what it is for messages. */
export type Needed = ReadonlyMap<string, string>;

/** The bytes that a version promises: the model, the files of its folder, its evidence, and what gate reports on it rest on. */
export async function objectsOfVersion(version: ModelVersion, around: SharingAround): Promise<Needed> {
  const name = `${version.name}:${version.version}`;
  const needed = new Map<string, string>();
  if (version.format === 'onnx') needed.set(version.sha256, `model ${name}`);
  if (version.folder !== undefined) {
    needed.set(version.folder, `the files of model ${name}`);
    for (const { path, sha256 } of await filesOf(version.folder, name, around.stores.objects))
      needed.set(sha256, `${path} of model ${name}`);
  }
  for (const [kind, sha256] of Object.entries(version.evidence)) needed.set(sha256, `the ${kind} of model ${name}`);
  for (const sha256 of await objectsOfReports(version, around))
    needed.set(sha256, `evidence of a gate of model ${name}`);
  return needed;
}

/**
 * The files that runs show and those of the models beside them, without the tables that steps of `data/` made: these are copies of the data, large and maybe nobody
 * else's to have, and a run makes them again.
 */
export function objectsOfRuns(runs: readonly Pick<Run, 'id' | 'artifacts' | 'tags'>[], models: SharedModels): Needed {
  const copies = new Set(runs.flatMap(dataTables));
  const needed = new Map<string, string>();
  for (const { id, artifacts } of runs)
    for (const { path, sha256 } of artifacts)
      if (!copies.has(sha256)) needed.set(sha256, `${path} of run ${id.slice(0, 8)}`);
  for (const { id } of runs)
    for (const { name, artifacts } of models.get(id) ?? [])
      for (const { path, sha256 } of artifacts) needed.set(sha256, `${path} of model ${name} of run ${id.slice(0, 8)}`);
  return needed;
}

function dataTables({ tags }: Pick<Run, 'tags'>): readonly string[] {
  return tags[TAGS.uses]?.startsWith('data/') ? tablesIn(tagJson(tags[TAGS.outputs])) : [];
}

function tablesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { kind, sha256 } = value as { readonly kind?: unknown; readonly sha256?: unknown };
  if (kind === 'table' && typeof sha256 === 'string') return [sha256];
  return Object.values(value).flatMap(tablesIn);
}

/** Where the list of the files is not here, they are not known here. */
async function filesOf(folder: string, name: string, objects: Pick<LocalObjects, 'bytes'>) {
  try {
    return await readFolder(objects, folder, `the files of model ${name}`);
  } catch (error) {
    if (error instanceof Failure && error.reason === 'object-missing') return [];
    throw error;
  }
}

/** `{"kind": "object", ..., "sha256": ...}` of the evidence in gate reports, whatever else a report of another Modelyard says. */
async function objectsOfReports(
  { name, version }: ModelVersion,
  { host, root }: SharingAround,
): Promise<readonly string[]> {
  const folder = posix.join(root, 'registry', name, 'gates');
  const files = (await host.files.list(folder)).filter(
    (file) => file.startsWith(`v${version}-`) && file.endsWith('.json'),
  );
  const found: string[] = [];
  for (const file of files) {
    const text = (await host.files.read(posix.join(folder, file))) ?? '';
    for (const [, evidence = ''] of text.matchAll(/\{([^{}]*"kind":\s*"object"[^{}]*)\}/g))
      found.push(...(/"sha256":\s*"([0-9a-f]{64})"/.exec(evidence)?.slice(1) ?? []));
  }
  return found;
}
