import type { ModelVersion } from '../ports/modelRegistry.ts';
import { writeYaml } from './writeYaml.ts';

/** Name of the model beside the MLmodel file. */
export const ONNX_FILE = 'model.onnx';

/** The text of an MLmodel file with which `mlflow.pyfunc.load_model` opens the version's ONNX file. */
export function writeMlmodel({ signature, run, created }: Pick<ModelVersion, 'signature' | 'run' | 'created'>): string {
  const columns = Object.entries(signature.inputs).map(([name, type]) => ({
    type: type === 'string' ? 'string' : 'double',
    name,
    required: true,
  }));
  return writeYaml({
    flavors: {
      onnx: { data: ONNX_FILE, onnx_version: '1.17.0' },
      python_function: { data: ONNX_FILE, loader_module: 'mlflow.onnx' },
    },
    run_id: /^[0-9a-f]{32}$/.test(run) ? run : undefined,
    signature: columns.length === 0 ? undefined : { inputs: JSON.stringify(columns) },
    utc_time_created: created.replace('T', ' ').replace('Z', '.000000'),
  });
}
