import { operation } from '../operation.ts';
import { openStores } from '../project.ts';
import { type ComparedVersions, comparedWith } from './compared/comparedWith.ts';

/** `models compare`. */
export const compareModels = operation({
  name: 'models compare',
  title: 'Compare two model versions: metrics, parameters, data, inputs, size, latency',
  examples: [
    {
      command: 'modelyard models compare flight-delay:2 flight-delay:3',
      does: 'What differs, and by how much; on the rows that both were scored on with the interval of the difference.',
    },
  ],
  arguments: {
    a: { type: 'string', description: 'The one: NAME, NAME:VERSION or NAME@ALIAS.', positional: true, required: true },
    b: { type: 'string', description: 'The other.', positional: true, required: true },
  },
  result: 'models-compare',
  async run(host, args, observer): Promise<ComparedVersions> {
    const { root, ...stores } = await openStores(host);
    const [a, b] = [await stores.registry.resolve(args.a), await stores.registry.resolve(args.b)];
    return comparedWith({ host, stores, root, signal: observer.signal }, a, b);
  },
});
