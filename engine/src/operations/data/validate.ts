import {
  checkDataset,
  comparesVersions,
  type DatasetQuality,
  findReferred,
} from '../../data/quality/qualityOfDataset.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../ports/host.ts';
import type { ResolvedDataset } from '../../ports/step.ts';
import { withData } from '../dataFile.ts';
import { type Observer, operation } from '../operation.ts';
import { checkDatasetSpecs } from './datasetSpecs.ts';
import { type ProjectDatasets, withDatasets } from './tables.ts';

export interface DataValidation {
  /** Whether every check of every dataset passed. */
  readonly valid: boolean;
  readonly datasets: readonly ValidatedDataset[];
}

export type ValidatedDataset = CheckedDataset | UnreadableDataset;

export interface CheckedDataset extends DatasetQuality {
  /** The spec, relative to the project root. */
  readonly file: string;
  readonly seconds: number;
  /** What there is to know of how the data was read. */
  readonly notices: readonly string[];
}

/** A dataset whose data is not there or cannot be read. */
export interface UnreadableDataset {
  readonly dataset: string;
  readonly file: string;
  readonly status: 'unreadable';
  readonly at: string;
  readonly seconds: number;
  /** Stable name of why, such as `source-not-found`. */
  readonly reason: string;
  readonly message: string;
  readonly next?: string;
}

/** One dataset has been looked at. */
export interface DatasetChecked {
  readonly type: 'dataset.checked';
  readonly dataset: ValidatedDataset;
}

/** `data validate`: exit code 1 when a check does not pass. */
export const validateData = operation({
  name: 'data validate',
  title: 'Check data against its specs: columns, keys, ranges, references, freshness',
  examples: [
    { command: 'modelyard data validate', does: 'Every dataset; exit code 1 when a check does not pass.' },
    { command: 'modelyard data validate flights', does: 'One dataset.' },
    { command: 'modelyard data validate --format junit > checks.xml', does: 'For the test report of CI.' },
  ],
  arguments: {
    datasets: {
      type: 'string',
      description: 'Names of datasets; default: all.',
      positional: true,
      multiple: true,
      placeholder: 'NAME',
    },
    env: { type: 'string', description: 'An environment of modelyard.yaml.', placeholder: 'NAME' },
  },
  result: 'data-validate',
  run: (host, args, observer: Observer<DatasetChecked>): Promise<DataValidation> =>
    withDatasets(host, { environment: args.env, signal: observer.signal }, async (project) => {
      const all = [...project.project.datasets.keys()].sort();
      const names = args.datasets.length > 0 ? [...new Set(args.datasets)] : all;
      checkDatasetSpecs(project.project, names);
      const datasets: ValidatedDataset[] = [];
      for (const name of names) {
        const dataset = await validateOne(host, project, name, observer.signal);
        datasets.push(dataset);
        observer.event({ type: 'dataset.checked', dataset });
      }
      return { valid: datasets.every(({ status }) => status === 'passed'), datasets };
    }),
  verdict: ({ valid }) => (valid ? 0 : 1),
});

/** Data that is not there, or that changes while it is read, is an answer: the other datasets are looked at all the same. */
async function validateOne(
  host: Host,
  project: ProjectDatasets,
  name: string,
  signal: AbortSignal,
): Promise<ValidatedDataset> {
  const now = host.clock.now();
  const file = project.project.datasets.get(name)!.file;
  const seconds = () => Math.max(0, host.clock.now() - now) / 1000;
  const notices: string[] = [];
  try {
    const dataset = await project.find(name, (line) => notices.push(line));
    const quality = await checkOne(host, project, dataset, { now, signal });
    return { ...quality, file, seconds: seconds(), notices };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { reason, message, next } = error;
    const at = new Date(now).toISOString();
    const why = { reason, message, ...(next === undefined ? {} : { next }) };
    return { dataset: name, file, status: 'unreadable', at, seconds: seconds(), ...why };
  }
}

async function checkOne(
  host: Host,
  { root, find }: ProjectDatasets,
  dataset: ResolvedDataset,
  { now, signal }: { readonly now: number; readonly signal: AbortSignal },
): Promise<DatasetQuality> {
  const others = await findReferred(dataset.spec, find);
  const read = [dataset, ...others.values()].flatMap((one) => (one instanceof Failure ? [] : one.files.files));
  const before = comparesVersions(dataset.spec) ? await dataset.versionBefore() : undefined;
  return withData(host, [root, ...read], (data, workFolder) =>
    checkDataset(data, dataset, { now, before, others, workFolder, signal }),
  );
}
