import { operation } from '../operation.ts';
import { openStores } from '../project.ts';
import { noRepository } from './move/moveFailures.ts';
import { movePlace } from './move/movePlace.ts';
import { type Renumbering, renumberVersions } from './renumber/renumberVersions.ts';

/** `models renumber`: two branches gave one number to two models; the one that is not on the branch that decides gets the next. */
export const renumberModels = operation({
  name: 'models renumber',
  title: 'Give versions whose number another branch has taken the next one',
  examples: [
    {
      command: 'modelyard models renumber',
      does: 'After `git merge` or `git rebase` has stopped at two files `v8.version.yaml`: settles both. Aliases, approvals, notes, gate reports and the card of this branch follow.',
    },
    { command: 'modelyard models renumber flight-delay', does: 'One model; also before merging, after `git fetch`.' },
  ],
  arguments: {
    model: { type: 'string', description: 'Name of a model; default: all.', positional: true, placeholder: 'NAME' },
  },
  result: 'models-renumber',
  async run(host, args, observer): Promise<Renumbering> {
    const place = await movePlace(host, await openStores(host));
    const { repository } = place;
    if (repository === undefined) throw noRepository('Renumbering');
    const work = () => renumberVersions(place, repository, args.model);
    return place.stores.locks.exclusively('models renumber', work, observer.signal);
  },
});
