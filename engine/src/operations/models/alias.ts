import { operation } from '../operation.ts';
import { openStores } from '../project.ts';

/** `models alias`: points a free alias at a version. */
export const aliasModel = operation({
  name: 'models alias',
  title: 'Point an alias at a model version',
  examples: [
    {
      command: 'modelyard models alias flight-delay:3 candidate',
      does: '`flight-delay@candidate` now means version 3.',
    },
  ],
  arguments: {
    model: { type: 'string', description: 'NAME, NAME:VERSION or NAME@ALIAS.', positional: true, required: true },
    alias: { type: 'string', description: 'The alias, such as `candidate`.', positional: true, required: true },
  },
  result: 'models-alias',
  async run(host, args) {
    const { registry } = await openStores(host);
    const { name, version } = await registry.resolve(args.model);
    const { previous, ...alias } = await registry.setAlias(name, args.alias, version);
    return { ...alias, previous: previous ?? null };
  },
});
