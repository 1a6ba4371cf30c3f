import { buildPromotionPage } from '../../../../engine/src/operations/promotion/page/buildPromotionPage.ts';
import { gitAtOnce } from '../../../../engine/src/operations/promotion/page/gitAtOnce.ts';
import type { PromotionPage } from '../../../../engine/src/operations/promotion/page/promotionPage.ts';
import { storesThere } from '../../../../engine/src/operations/storesThere.ts';
import type { ViewQuestions } from '../../views/viewQuestions.ts';
import type { Asked } from '../asked.ts';
import { registeredModels } from './registered.ts';

/** What a move of an alias is decided by; its gates are judged by the command line, which the panel asks. */
export async function promotion(asked: Asked, move: ViewQuestions['promotion']['params']): Promise<PromotionPage> {
  const { root, project } = asked;
  const git = gitAtOnce(asked.host.git(root));
  const host = { files: asked.host.files, clock: asked.host.clock, git: () => git };
  const [models, stores] = await Promise.all([
    registeredModels({ host, root, project }),
    storesThere(asked.host, root),
  ]);
  return buildPromotionPage(move, { host, root, project, models, stores });
}
