/** A sha256 for tests, of its own for each number. */
export function hash(number: number): string {
  return `a${String(number).padStart(63, '0')}`;
}

export interface VersionFields {
  readonly metrics?: string;
  readonly inputs?: string;
  readonly pipeline?: string;
}

/** A version file in the fixture language. */
export function versionFile(model: string, version: number, fields: VersionFields = {}): string {
  const {
    metrics = '{roc_auc: {value: 0.7134, low: 0.71, high: 0.717}}',
    inputs = '{distance: float, origin: string}',
  } = fields;
  return `#- registry/${model}/v${version}.version.yaml
model_version: ${model}
version: ${version}
semver: ${version}.0.0
created: 2026-11-20T10:00:00Z
by: ada@example.org
format: onnx
sha256: ${hash(version)}
size: 812345
signature: {inputs: ${inputs}, outputs: {late: {task: binary, label: boolean, classes: ["false", "true"], probability: float}}}
run: 9b1f5c2e7a3d4b6f8091a2b3c4d5e6f7
dirty: false
pipeline: ${fields.pipeline ?? model}
params: {seed: 7}
data: {flights: {version: a81c5b3d, rows: 3000000}}
features: {}
metrics: ${metrics}
evidence: {}
environment: {modelyard: 0.1.0}`;
}

/** An alias file in the fixture language. */
export function aliasFile(
  model: string,
  alias: string,
  version: number,
  { previous }: { readonly previous?: number } = {},
): string {
  return `#- registry/${model}/${alias}.alias.yaml
model_alias: ${model}
alias: ${alias}
version: ${version}
sha256: ${hash(version)}${previous === undefined ? '' : `\nprevious: ${previous}`}
since: 2026-11-21T08:00:00Z`;
}
