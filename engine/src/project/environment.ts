import { Failure } from '../failure.ts';
import { isRecord } from '../language/isRecord.ts';
import { PROJECT_FILE } from '../language/kinds.ts';
import type { Json } from '../language/tree.ts';
import type { Dataset } from './dataset.ts';
import { onceForEach } from './onceForEach.ts';
import type { ParamValue, Pipeline } from './pipeline.ts';
import { entriesAt, textsAt, valueAt } from './read.ts';
import type { SpecFile } from './specFile.ts';

/** What an environment of modelyard.yaml puts in the place of what the specs say. Things that it does not change stay themselves. */
export interface Environment {
  dataset(dataset: Dataset): Dataset;
  pipeline(pipeline: Pipeline): Pipeline;
}

const AS_WRITTEN: Environment = { dataset: (dataset) => dataset, pipeline: (pipeline) => pipeline };

/** By file and name, so that snapshots with the same settings share what is changed. */
const known = new WeakMap<SpecFile, Map<string, Environment>>();

/** @throws Failure `unknown-environment` */
export function environmentNamed(settings: SpecFile | undefined, name: string | undefined): Environment {
  if (name === undefined) return AS_WRITTEN;
  if (settings === undefined || !isRecord(valueAt(settings.tree, ['environments', name])))
    throw unknownEnvironment(settings, name);
  const ofFile = known.get(settings) ?? new Map<string, Environment>();
  known.set(settings, ofFile);
  const environment = ofFile.get(name) ?? readEnvironment(settings, name);
  ofFile.set(name, environment);
  return environment;
}

function readEnvironment({ tree }: SpecFile, name: string): Environment {
  const path = ['environments', name];
  const sources = new Map(
    entriesAt(tree, [...path, 'sources']).map(([dataset]) => [dataset, textsAt(tree, [...path, 'sources', dataset])]),
  );
  const params = new Map(
    entriesAt(tree, [...path, 'params']).filter((entry): entry is [string, ParamValue] => isParamValue(entry[1])),
  );
  return {
    dataset: onceForEach((dataset: Dataset) => {
      const source = sources.get(dataset.name);
      if (source === undefined) return dataset;
      return {
        ...dataset,
        source: { kind: 'files', patterns: source.map(({ text }) => ({ text, path: ['source'] })) },
      };
    }),
    pipeline: onceForEach((pipeline: Pipeline) => {
      if (![...params.keys()].some((param) => pipeline.params.has(param))) return pipeline;
      const changed = [...pipeline.params].map(
        ([param, declared]) => [param, { ...declared, default: params.get(param) ?? declared.default }] as const,
      );
      return { ...pipeline, params: new Map(changed) };
    }),
  };
}

function isParamValue(value: Json): value is ParamValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function unknownEnvironment(settings: SpecFile | undefined, name: string): Failure {
  const known = settings === undefined ? [] : entriesAt(settings.tree, ['environments']).map(([known]) => known);
  return new Failure('unknown-environment', `${PROJECT_FILE} has no environment \`${name}\``, {
    next:
      known.length > 0
        ? `It has: ${known.join(', ')}.`
        : `Add it: \`environments: {${name}: {params: {...}, sources: {...}}}\`.`,
    place: { file: PROJECT_FILE },
  });
}
