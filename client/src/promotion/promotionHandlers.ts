import type { Commands, PROMOTION_COMMANDS } from '../contributions.ts';
import type { Views } from '../views/views.ts';
import { showAudit } from './audit.ts';
import type { MoveGiven } from './moveGiven.ts';
import {
  approveVersion,
  compareVersions,
  type PromotionOptions,
  promoteVersion,
  rollBackAlias,
  showAliasHistory,
} from './promotionCommands.ts';
import { writePolicy } from './writePolicy.ts';

type Handlers = { readonly [C in (typeof PROMOTION_COMMANDS)[number]]: (argument: Commands[C]) => unknown };

/** What the commands about versions and aliases do; they ask for what neither the argument nor the selected row says. */
export function promotionHandlers(views: Views, options: PromotionOptions): Handlers {
  const on =
    (work: (given: MoveGiven | undefined, options: PromotionOptions) => unknown) => (given: MoveGiven | undefined) =>
      work(given ?? selectedModel(views), options);
  return {
    'modelyard.promoteVersion': on(promoteVersion),
    'modelyard.compareVersions': on(compareVersions),
    'modelyard.rollBackAlias': on(rollBackAlias),
    'modelyard.approveVersion': on(approveVersion),
    'modelyard.showAliasHistory': on(showAliasHistory),
    'modelyard.writePolicy': on((given) => writePolicy(given, options.asking)),
    'modelyard.showAudit': on((given) => showAudit(given?.root)),
  };
}

/** The row in the side panel, where it is of a model of the project. */
function selectedModel({ selected }: Views): MoveGiven | undefined {
  return selected?.model === undefined || selected.source !== undefined ? undefined : selected;
}
