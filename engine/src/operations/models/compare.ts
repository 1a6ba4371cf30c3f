import { compareVersions } from '../../registry/compareVersions.ts';
import { operation } from '../operation.ts';
import { openStores } from '../project.ts';

/** `models compare`. */
export const compareModels = operation({
  name: 'models compare',
  title: 'Compare two model versions: metrics, parameters, data, inputs',
  examples: [
    { command: 'modelyard models compare flight-delay:2 flight-delay:3', does: 'What differs, and by how much.' },
  ],
  arguments: {
    a: { type: 'string', description: 'The one: NAME, NAME:VERSION or NAME@ALIAS.', positional: true, required: true },
    b: { type: 'string', description: 'The other.', positional: true, required: true },
  },
  result: 'models-compare',
  async run(host, args) {
    const { registry } = await openStores(host);
    return compareVersions(await registry.resolve(args.a), await registry.resolve(args.b));
  },
});
