import type { Profile } from '../../../../engine/src/data/profile/profile.ts';
import { rememberedProfile } from '../../../../engine/src/data/profile/rememberedProfile.ts';
import { hiddenColumns } from '../../../../engine/src/facts/hiddenColumns.ts';
import { isRecord } from '../../../../engine/src/language/isRecord.ts';
import { parseDuration } from '../../../../engine/src/language/values.ts';
import type { TableFiles } from '../../../../engine/src/ports/dataSource.ts';
import type { Memo } from '../../../../engine/src/ports/memo.ts';
import type { Dataset } from '../../../../engine/src/project/dataset.ts';
import { isList, textAt, valueAt } from '../../../../engine/src/project/read.ts';
import type { Freshness } from '../../views/data.ts';
import type { Asked } from '../asked.ts';

export interface FreshnessSources {
  readonly dataset: Dataset;
  readonly version: string | null;
  readonly table: TableFiles | undefined;
  readonly memo: Memo | undefined;
}

/** How old the newest row of what is there now is, as a lock or a remembered profile of it tells; null where neither does. */
export async function freshnessOf(asked: Asked, sources: FreshnessSources): Promise<Freshness | null> {
  const { project, host } = asked;
  const { dataset, version } = sources;
  const { timestamp, name } = dataset;
  if (timestamp === undefined || version === null) return null;
  const lock = project.locks.get(name);
  const locked = lock?.version === version ? textAt(lock.tree, ['columns', timestamp, 'max']) : undefined;
  const newest = Date.parse(locked ?? (await newestInProfile(asked, sources)) ?? '');
  if (Number.isNaN(newest)) return null;
  const seconds = (host.clock.now() - newest) / 1000;
  return { newest: new Date(newest).toISOString(), seconds, limit: limitOf(dataset) };
}

async function newestInProfile(
  { project }: Asked,
  { dataset, version, table, memo }: FreshnessSources,
): Promise<string | undefined> {
  if (version === null || table === undefined || memo === undefined) return undefined;
  const sensitive = [...hiddenColumns(project, dataset.name)];
  const profile = await profileThere({ memo, version, files: table, correlations: false, sensitive });
  const max = profile?.columns.find(({ name }) => name === dataset.timestamp)?.max;
  return typeof max === 'string' ? max : undefined;
}

async function profileThere(key: Parameters<typeof rememberedProfile>[0]): Promise<Profile | undefined> {
  try {
    return await rememberedProfile(key, () => Promise.reject(new NotThere()));
  } catch (error) {
    if (error instanceof NotThere) return undefined;
    throw error;
  }
}

class NotThere extends Error {}

/** The strictest of its checks, in seconds. */
function limitOf({ tree }: Dataset): number | null {
  const checks = valueAt(tree, ['checks']);
  const limits = (isList(checks) ? checks : []).flatMap((check) =>
    isRecord(check) ? (parseDuration(check['freshness']) ?? []) : [],
  );
  return limits.length === 0 ? null : Math.min(...limits) / 1000;
}
