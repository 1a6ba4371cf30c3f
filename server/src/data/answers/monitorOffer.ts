import type { Offer } from '../../../../engine/src/monitoring/alerts/offer.ts';
import type { RunStore } from '../../../../engine/src/ports/runStore.ts';
import { modelVersionOf } from '../../../../engine/src/project/modelVersionOf.ts';
import type { Project } from '../../../../engine/src/project/project.ts';
import { RUN_TAGS, tagList } from '../../../../engine/src/tracking/tags.ts';
import type { OfferRow } from '../../views/monitors.ts';

/** Runs of a monitor's alerts that are looked through, steps among them. */
const LOOK_BACK = 30;

/**
 * What became of the version that a monitor's alert had trained last, as long as it is still to be decided: the version is there, and the
 * alias stands for what it was held against. Null where there is none.
 */
export async function monitorOffer(
  runs: Pick<RunStore, 'tagged'>,
  project: Project,
  monitor: string,
): Promise<OfferRow | null> {
  const found = await runs.tagged(RUN_TAGS.alert, monitor, LOOK_BACK);
  const run = found.find(({ parent, tags }) => parent === undefined && tags[RUN_TAGS.offer] !== undefined);
  const offer = tagList<Offer>(run?.tags[RUN_TAGS.offer])[0];
  if (run === undefined || offer === undefined || !isOpen(project, offer)) return null;
  const { model, version, alias, status, gates, said } = offer;
  return { model, version, alias, status, gates, said, run: run.id };
}

function isOpen(project: Project, { model, version, alias, champion, status }: Offer): boolean {
  const offered = project.models.get(model)?.versions.get(version);
  const holds = modelVersionOf(project, `${model}@${alias}`)?.version ?? null;
  if (offered === undefined || offered.withdrawn) return false;
  // What could not be judged was held against nothing.
  return status === 'unknown' ? holds !== version : holds === champion;
}
