import { type VerifiedFile, verifyModels } from '../../registry/verifyModels.ts';
import { operation } from '../operation.ts';
import { openStores } from '../project.ts';

export interface Verification {
  readonly valid: boolean;
  readonly files: readonly VerifiedFile[];
}

/** `models verify`: exit code 1 when a byte is not as its version file says. */
export const verify = operation({
  name: 'models verify',
  title: 'Check every model file and its evidence against what the registry says',
  examples: [
    { command: 'modelyard models verify', does: 'All models; exit code 1 when something was changed or is missing.' },
    { command: 'modelyard models verify flight-delay', does: 'One model.' },
  ],
  arguments: {
    model: { type: 'string', description: 'Name of a model; default: all.', positional: true },
  },
  result: 'models-verify',
  async run(host, args): Promise<Verification> {
    const { root, artifacts } = await openStores(host);
    const files = await verifyModels({ files: host.files, artifacts, projectRoot: root }, args.model);
    return { valid: files.every((file) => file.problems.length === 0), files };
  },
  verdict: (result) => (result.valid ? 0 : 1),
});
