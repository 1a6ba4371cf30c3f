import { buildAliasHistory } from '../../../../engine/src/operations/promotion/page/buildAliasHistory.ts';
import type { AliasHold } from '../../../../engine/src/operations/promotion/page/promotionPage.ts';
import type { ViewQuestions } from '../../views/viewQuestions.ts';
import type { Asked } from '../asked.ts';
import { registeredModels } from './registered.ts';

/** All versions that an alias stood for, as git remembers them. */
export async function aliasHistory(
  asked: Asked,
  named: ViewQuestions['aliasHistory']['params'],
): Promise<readonly AliasHold[]> {
  const { host, root, project } = asked;
  return buildAliasHistory(named, { host, root, project, models: await registeredModels(asked), stores: undefined });
}
