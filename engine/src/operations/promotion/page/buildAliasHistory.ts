import type { ModelAlias, RegisteredModel } from '../../../ports/modelRegistry.ts';
import type { Project } from '../../../project/project.ts';
import { aliasPath } from '../../../registry/registryFolder.ts';
import { aliasHistory } from './aliasHistory.ts';
import { type AliasOverTime, aliasOverTime, readAlias } from './aliasOverTime.ts';
import { metricsOf } from './heldAgainst.ts';
import { modelNamed } from './named.ts';
import type { AliasHold } from './promotionPage.ts';
import type { MoveOfAlias, PromotionSources } from './promotionSources.ts';

/**
 * All versions that an alias stood for, the newest first.
 * @throws Failure `model-not-found`
 */
export async function buildAliasHistory(
  { model: name, alias }: Pick<MoveOfAlias, 'model' | 'alias'>,
  { host, root, project, models }: PromotionSources,
): Promise<readonly AliasHold[]> {
  const model = modelNamed(name, models);
  const states = await aliasOverTime({ files: host.files, git: host.git(root), root }, name, alias);
  const now = readAlias(states.here, aliasPath(name, alias));
  return historyOf(states, now, (version) => mainOf(model, version, project));
}

/** With a hold that no commit has yet, where the alias is another now. */
export function historyOf(
  { committed }: AliasOverTime,
  now: ModelAlias | undefined,
  metricOf: Parameters<typeof aliasHistory>[1],
): readonly AliasHold[] {
  const history = aliasHistory(committed, metricOf);
  if (now === undefined || history[0]?.version === now.version) return history;
  const { version, since, reason } = now;
  const newest: AliasHold = {
    version,
    from: since,
    to: null,
    end: null,
    commit: null,
    by: 'nobody known',
    reason: reason ?? null,
    metric: metricOf(version),
  };
  return [
    newest,
    ...history.map((hold, at) =>
      at === 0 && hold.to === null ? { ...hold, to: since, end: 'promoted' as const } : hold,
    ),
  ];
}

/** The metric that a version is judged by. */
export function mainOf({ versions }: RegisteredModel, number: number, { pipelines }: Project) {
  const version = versions.find((one) => one.version === number);
  return (version && metricsOf(version, undefined, pipelines.get(version.pipeline ?? ''))[0]) ?? null;
}
