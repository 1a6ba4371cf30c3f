import { join } from 'node:path';
import type { LoggedModel, ModelMetric } from '../../../ports/loggedModelStore.ts';
import type { SourceModel, SourceModelVersion } from '../../../ports/runSource.ts';
import { textOf, wholeOf } from '../flatYaml.ts';
import { isStage } from '../stage.ts';
import { foldersIn, keysBelow, readEnd } from './keyFiles.ts';
import { metricPoints } from './metricLines.ts';
import { readMeta, texts } from './readRun.ts';

const LONGEST = 64 << 20;

/** Registered models of an `mlruns` folder. */
export function registeredModels(root: string): readonly SourceModel[] {
  return foldersIn(join(root, 'models')).flatMap((folder) => {
    const model = registeredModel(join(root, 'models', folder));
    return model === undefined ? [] : [model];
  });
}

function registeredModel(folder: string): SourceModel | undefined {
  const meta = readMeta(folder);
  const name = textOf(meta?.['name']);
  if (meta === undefined || name === undefined) return undefined;
  const aliases = Object.entries(texts(join(folder, 'aliases'), keysBelow(join(folder, 'aliases'))));
  const description = textOf(meta['description']);
  return {
    name,
    ...(description ? { description } : {}),
    tags: texts(join(folder, 'tags'), keysBelow(join(folder, 'tags'))),
    aliases: aliases.flatMap(([alias, text]) => {
      const version = wholeOf(text.trim());
      return version === undefined ? [] : [{ alias, version }];
    }),
    versions: foldersIn(folder)
      .filter((one) => one.startsWith('version-'))
      .flatMap((one) => modelVersion(join(folder, one)))
      .sort((a, b) => a.version - b.version),
  };
}

function modelVersion(folder: string): readonly SourceModelVersion[] {
  const meta = readMeta(folder);
  const version = wholeOf(meta?.['version']);
  if (meta === undefined || version === undefined || meta['current_stage'] === 'Deleted_Internal') return [];
  const description = textOf(meta['description']);
  const stage = textOf(meta['current_stage']);
  const run = textOf(meta['run_id']);
  const loggedModel = textOf(meta['model_id']);
  return [
    {
      version,
      ...(description ? { description } : {}),
      ...(isStage(stage) ? { stage } : {}),
      tags: texts(join(folder, 'tags'), keysBelow(join(folder, 'tags'))),
      source: textOf(meta['source']) ?? '',
      ...(run ? { run } : {}),
      ...(loggedModel ? { loggedModel } : {}),
      createdAt: wholeOf(meta['creation_timestamp']) ?? 0,
    },
  ];
}

const STATUS = [undefined, 'pending', 'ready', 'failed'] as const;

/** Models that were saved beside the runs of an experiment. */
export function loggedModels(experimentFolder: string, experiment: string): readonly LoggedModel[] {
  return foldersIn(join(experimentFolder, 'models')).flatMap((name) => {
    const model = loggedModel(join(experimentFolder, 'models', name), experiment);
    return model === undefined || model.lifecycle === 'deleted' ? [] : [model];
  });
}

function loggedModel(folder: string, experiment: string): LoggedModel | undefined {
  const meta = readMeta(folder);
  const id = textOf(meta?.['model_id']);
  if (meta === undefined || id === undefined || !/^m-[\w-]+$/.test(id)) return undefined;
  const status = meta['status'];
  const type = textOf(meta['model_type']);
  const run = textOf(meta['source_run_id']);
  const message = textOf(meta['status_message']);
  const read = (name: string) => texts(join(folder, name), keysBelow(join(folder, name)));
  return {
    id,
    experiment,
    name: textOf(meta['name']) ?? id,
    ...(type ? { type } : {}),
    ...(run ? { run } : {}),
    status: (typeof status === 'number' ? STATUS[status] : undefined) ?? 'pending',
    ...(message ? { statusMessage: message } : {}),
    lifecycle: meta['lifecycle_stage'] === 'deleted' ? 'deleted' : 'active',
    createdAt: wholeOf(meta['creation_timestamp']) ?? 0,
    updatedAt: wholeOf(meta['last_updated_timestamp']) ?? 0,
    params: read('params'),
    tags: read('tags'),
    metrics: modelMetrics(join(folder, 'metrics')),
  };
}

/** Lines have the run and the dataset behind the point. */
function modelMetrics(folder: string): readonly ModelMetric[] {
  return keysBelow(folder).keys.flatMap((key) =>
    (readEnd(join(folder, key), LONGEST)?.text ?? '').split('\n').flatMap((line) => {
      const [point] = metricPoints(line);
      const [, , , run, name, digest] = line.trim().split(' ');
      if (point === undefined || run === undefined) return [];
      return [
        { key, ...point, run, ...(name !== undefined && digest !== undefined ? { dataset: { name, digest } } : {}) },
      ];
    }),
  );
}
