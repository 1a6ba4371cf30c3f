import { isRecord } from '../language/isRecord.ts';
import type { Signature } from '../ports/learner.ts';
import type { MetricFact, ModelVersion } from '../ports/modelRegistry.ts';
import { Fields, isCount, isHash, isText } from './readFields.ts';
import { brokenFile } from './registryFailures.ts';
import { writeYaml } from './writeYaml.ts';

const FORMATS = ['onnx', 'mlflow', 'files'] as const;

/** The text of `registry/NAME/vN.version.yaml`. */
export function writeVersionFile({ name, ...facts }: ModelVersion): string {
  return writeYaml({
    model_version: name,
    version: facts.version,
    semver: facts.semver,
    created: facts.created,
    by: facts.by,
    format: facts.format,
    sha256: facts.sha256,
    size: facts.size,
    folder: facts.folder,
    signature: facts.signature,
    run: facts.run === '' ? undefined : facts.run,
    source: facts.source,
    commit: facts.commit,
    dirty: facts.dirty,
    pipeline: facts.pipeline,
    params: facts.params,
    data: facts.data,
    features: facts.features,
    metrics: facts.metrics,
    evidence: facts.evidence,
    environment: facts.environment,
  });
}

/**
 * Reads it back. Keys that it does not know are a newer Modelyard's and are passed over.
 * @param file as it is shown to the user
 * @throws Failure `registry-file` naming the file and what is wrong
 */
export function parseVersionFile(text: string, file: string): ModelVersion {
  const fields = new Fields(text, file);
  const version = fields.count('version');
  if (version === 0) throw brokenFile(file, 'version is not a number from 1 on');
  const folder = fields.optionalHash('folder');
  const source = fields.optionalText('source');
  return {
    name: fields.text('model_version'),
    version,
    semver: semver(fields, file),
    created: fields.text('created'),
    by: fields.text('by'),
    format: fields.oneOf('format', FORMATS),
    sha256: fields.hash('sha256'),
    size: fields.count('size'),
    ...(folder === undefined ? {} : { folder }),
    signature: signature(fields),
    run: fields.optionalText('run') ?? '',
    ...(source === undefined ? {} : { source }),
    commit: fields.optionalText('commit'),
    dirty: fields.flag('dirty'),
    pipeline: fields.optionalText('pipeline'),
    params: fields.map('params', 'numbers, texts, true or false', isScalar),
    data: fields.map('data', '{version, rows}', isData),
    features: fields.map('features', 'hashes', isText),
    metrics: fields.map('metrics', '{value, low, high}', isMetric),
    evidence: fields.map('evidence', 'sha256', isHash),
    environment: fields.map('environment', 'texts', isText),
  };
}

function semver(fields: Fields, file: string): string {
  const text = fields.text('semver');
  if (!/^\d+\.\d+\.\d+$/.test(text)) throw brokenFile(file, `semver ${text} is not three numbers with dots`);
  return text;
}

function signature(fields: Fields): Signature {
  const { inputs = {}, outputs = {} } = fields.map('signature', 'inputs and outputs', isPorts);
  return { inputs, outputs } as Signature;
}

function isPorts(value: unknown): value is Signature['inputs'] | Signature['outputs'] {
  return isRecord(value) && Object.values(value).every((port) => isText(port) || isRecord(port));
}

function isScalar(value: unknown): value is boolean | number | string {
  return typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string';
}

function isData(value: unknown): value is { version: string; rows: number } {
  return isRecord(value) && isText(value['version']) && isCount(value['rows']);
}

function isMetric(value: unknown): value is MetricFact {
  return isRecord(value) && typeof value['value'] === 'number' && isEnd(value['low']) && isEnd(value['high']);
}

function isEnd(value: unknown): boolean {
  return value === undefined || typeof value === 'number';
}
