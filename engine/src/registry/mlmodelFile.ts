import { parseDocument } from 'yaml';
import { isRecord } from '../language/isRecord.ts';
import type { Signature, SignatureInput } from '../ports/learner.ts';
import { isText } from './readFields.ts';

/** What the MLmodel file of a folder says of the model. Nothing of it is ever run. */
export interface MlmodelFile {
  /** `python_function`, `sklearn`, `onnx`, ... */
  readonly flavors: readonly string[];
  /** Path inside the folder, where it has the ONNX flavour. */
  readonly onnx?: string;
  /** Versions of what it was made with: `mlflow`, `python`. */
  readonly environment: Readonly<Record<string, string>>;
  /** Inputs by name; empty where it names no columns of numbers and texts. Outputs are in none: they name no task. */
  readonly signature: Signature;
}

/** Name of the file that makes a folder an MLflow model. */
export const MLMODEL = 'MLmodel';

/** More than this is no MLmodel file. */
export const MLMODEL_BYTES = 4 << 20;

/** Undefined where the text is not what MLflow writes. */
export function readMlmodel(text: string): MlmodelFile | undefined {
  const content = parsed(text);
  if (!isRecord(content) || !isRecord(content['flavors'])) return undefined;
  const { flavors } = content;
  const onnx = isRecord(flavors['onnx']) ? flavors['onnx']['data'] : undefined;
  return {
    flavors: Object.keys(flavors),
    ...(isText(onnx) ? { onnx } : {}),
    environment: environmentOf(content['mlflow_version'], flavors['python_function']),
    signature: { inputs: inputsOf(content['signature']), outputs: {} },
  };
}

/** Tags of other languages are plain data here, and names that stand for other places may not blow up. */
function parsed(text: string): unknown {
  const document = parseDocument(text, { logLevel: 'silent', stringKeys: true });
  if (document.errors.length > 0) return undefined;
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch {
    return undefined;
  }
}

function inputsOf(signature: unknown): Signature['inputs'] {
  const columns = isRecord(signature) && isText(signature['inputs']) ? parsedJson(signature['inputs']) : undefined;
  if (!Array.isArray(columns)) return {};
  const inputs = columns.map((column: unknown) => {
    const type = isRecord(column) && isText(column['type']) ? INPUT_TYPES[column['type']] : undefined;
    const name = isRecord(column) ? column['name'] : undefined;
    return isText(name) && name !== '' && type !== undefined ? ([name, type] as const) : undefined;
  });
  return inputs.includes(undefined) ? {} : Object.fromEntries(inputs as (readonly [string, SignatureInput])[]);
}

function environmentOf(mlflow: unknown, pyfunc: unknown): MlmodelFile['environment'] {
  const python = isRecord(pyfunc) ? pyfunc['python_version'] : undefined;
  return { ...(isText(mlflow) ? { mlflow } : {}), ...(isText(python) ? { python } : {}) };
}

/** MLflow's column types that our models know. */
const INPUT_TYPES: Readonly<Record<string, SignatureInput | undefined>> = Object.assign(Object.create(null), {
  float: 'float',
  double: 'float',
  integer: 'float',
  long: 'float',
  boolean: 'float',
  string: 'string',
} as const);

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
