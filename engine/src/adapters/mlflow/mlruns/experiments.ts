import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { RunOrigin, SourceExperiment } from '../../../ports/runSource.ts';
import { textOf, wholeOf } from '../flatYaml.ts';
import { foldersIn, keysBelow } from './keyFiles.ts';
import { readMeta, texts } from './readRun.ts';

export interface ExperimentFolder {
  readonly experiment: SourceExperiment;
  readonly folder: string;
}

/** Folders at the top that hold no experiment. */
const RESERVED: ReadonlySet<string> = new Set(['.trash', 'models']);

/** Experiments of an `mlruns` folder, deleted ones from its trash. */
export function experimentFolders(root: string, source: RunOrigin): readonly ExperimentFolder[] {
  const trash = join(root, '.trash');
  const folders = [
    ...foldersIn(root)
      .filter((name) => !RESERVED.has(name))
      .map((name) => join(root, name)),
    ...foldersIn(trash).map((name) => join(trash, name)),
  ];
  return folders.flatMap((folder) => {
    const experiment = readExperiment(folder, source, dirname(folder) === trash);
    return experiment === undefined ? [] : [{ experiment, folder }];
  });
}

function readExperiment(folder: string, source: RunOrigin, isTrash: boolean): SourceExperiment | undefined {
  const meta = readMeta(folder);
  const id = textOf(meta?.['experiment_id']);
  const name = textOf(meta?.['name']);
  if (meta === undefined || id === undefined || name === undefined) return undefined;
  const created = wholeOf(meta['creation_time']) ?? Math.floor(statSync(folder).birthtimeMs);
  return {
    id,
    name,
    lifecycle: isTrash || meta['lifecycle_stage'] === 'deleted' ? 'deleted' : 'active',
    createdAt: created,
    updatedAt: wholeOf(meta['last_update_time']) ?? created,
    tags: texts(join(folder, 'tags'), keysBelow(join(folder, 'tags'))),
    artifactLocation: textOf(meta['artifact_location']) ?? '',
    source,
  };
}
