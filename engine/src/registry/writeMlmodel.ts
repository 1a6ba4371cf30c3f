import { inspectModel } from '../learning/onnx/inspect.ts';
import type { ModelVersion } from '../ports/modelRegistry.ts';
import type { ModelPort, OpenModel } from '../ports/modelRuntime.ts';
import { notForMlflow } from './registryFailures.ts';
import { writeYaml } from './writeYaml.ts';

/** Name of the model beside the MLmodel file. */
export const ONNX_FILE = 'model.onnx';

/** A column of the table that MLflow asks for. */
export interface MlflowColumn {
  readonly name: string;
  readonly type: string;
}

/**
 * The text of an MLmodel file with which `mlflow.pyfunc.load_model` opens an ONNX file.
 * @param columns what it asks of a table; null: any table
 */
export function writeMlmodel(
  { run, created, signature }: Partial<Pick<ModelVersion, 'run' | 'created' | 'signature'>>,
  columns: readonly MlflowColumn[] | null = columnsOf(signature),
): string {
  const inputs = columns?.map(({ name, type }) => ({ type, name, required: true }));
  return writeYaml({
    flavors: {
      onnx: { data: ONNX_FILE, onnx_version: '1.17.0' },
      python_function: { data: ONNX_FILE, loader_module: 'mlflow.onnx' },
    },
    run_id: /^[0-9a-f]{32}$/.test(run ?? '') ? run : undefined,
    signature: inputs === undefined ? undefined : { inputs: JSON.stringify(inputs) },
    utc_time_created: created?.replace('T', ' ').replace('Z', '.000000'),
  });
}

/** Of a model of ours, whose inputs are columns; null for a file that does not say so. */
export function ownColumns(bytes: Uint8Array, signature: ModelVersion['signature']): readonly MlflowColumn[] | null {
  const inspection = inspectModel(bytes);
  const isOurs = inspection.kind === 'model' && inspection.metadata['modelyard.signature'] !== undefined;
  return isOurs ? columnsOf(signature) : null;
}

function columnsOf(signature: ModelVersion['signature'] | undefined): readonly MlflowColumn[] | null {
  const inputs = Object.entries(signature?.inputs ?? {});
  if (inputs.length === 0) return null;
  return inputs.map(([name, type]) => ({ name, type: type === 'string' ? 'string' : 'double' }));
}

/**
 * What MLflow's ONNX flavour feeds to the graph from a table: one value a column, or all numbers as one matrix, for which no
 * columns are named.
 * @throws Failure `model-shape` where it would fail, or give other answers than the model
 */
export function mlflowColumns(
  { inputs, outputs }: Pick<OpenModel, 'inputs' | 'outputs'>,
  reference: string,
): readonly MlflowColumn[] | null {
  const odd = outputs.find((port) => port.type === 'other' || !isColumn(port));
  if (odd !== undefined) throw notForMlflow(reference, `its output ${shown(odd)} is not one value a row`);
  const [only, more] = inputs;
  if (only !== undefined && more === undefined && only.shape.length === 2 && only.type === 'float') return null;
  return inputs.map((port) => {
    const type = TYPES[port.type];
    if (port.shape.length !== 1 || type === undefined)
      throw notForMlflow(reference, `its input ${shown(port)} is neither a column nor one matrix of float`);
    return { name: port.name, type };
  });
}

/** MLflow's column types; it makes float32 of a double where the graph wants that. */
const TYPES: Readonly<Record<ModelPort['type'], string | undefined>> = {
  float: 'double',
  double: 'double',
  int64: 'long',
  int32: 'integer',
  boolean: 'boolean',
  string: 'string',
  other: undefined,
};

function isColumn({ shape }: ModelPort): boolean {
  return shape.length === 1 || (shape.length === 2 && shape[1] === 1);
}

function shown({ name, type, shape }: ModelPort): string {
  return `\`${name}\` (${type} [${shape.map((size) => size ?? 'N').join(', ')}])`;
}
