import type { Host, Stores } from '../../../ports/host.ts';
import type { Signature } from '../../../ports/learner.ts';
import type { ModelVersion } from '../../../ports/modelRegistry.ts';

export interface RegisterConvertedRequest {
  readonly host: Host;
  readonly stores: Stores;
  /** The version that was converted. */
  readonly of: ModelVersion;
  readonly file: string;
  readonly signature: Signature;
  /** How alike the two answered, which is kept as evidence. */
  readonly told: { readonly converter: string; readonly opset: number };
}

/** The ONNX file as the next version, with what is known of the one it was made from; gives `NAME:VERSION`. */
export async function registerConverted(request: RegisterConvertedRequest): Promise<string> {
  const { host, stores, of, file, signature, told } = request;
  const { artifacts, registry } = stores;
  const hash = await artifacts.put(file);
  const evidence = await artifacts.putBytes(`${JSON.stringify({ ...told, from: of.sha256 }, undefined, 2)}\n`);
  const { machine } = host;
  const { name, run, pipeline, params, data, features, metrics } = of;
  const { version } = await registry.register({
    ...{ name, run, pipeline, params, data, features, metrics, signature },
    ...{ format: 'onnx', sha256: hash.sha256, size: hash.size },
    evidence: { ...of.evidence, parity: evidence.sha256 },
    environment: {
      ...of.environment,
      ...{ modelyard: machine.modelyard, node: machine.node, platform: machine.platform },
      converter: told.converter,
    },
  });
  return `${version.name}:${version.version}`;
}
