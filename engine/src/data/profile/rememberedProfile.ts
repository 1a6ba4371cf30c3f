import type { TableFiles } from '../../ports/dataSource.ts';
import type { Memo } from '../../ports/memo.ts';
import { readingOf } from '../sources/source.ts';
import type { Profile } from './profile.ts';

export interface ProfileKey {
  readonly memo: Memo;
  /** Hash of the content. */
  readonly version: string;
  readonly files: TableFiles;
  readonly correlations: boolean;
  readonly sensitive: readonly string[];
}

/** Changes when the same bytes give other figures. */
const RECIPE = 1;

/** The profile of the same bytes, read in the same way, is made once. */
export async function rememberedProfile(
  { memo, version, files, correlations, sensitive }: ProfileKey,
  make: () => Promise<Profile>,
): Promise<Profile> {
  const key = JSON.stringify([RECIPE, version, readingOf(files), correlations, [...sensitive].sort()]);
  const known = await memo.get('profile', key);
  if (known !== undefined) return known as Profile;
  const profile = await make();
  await memo.set('profile', key, profile);
  return profile;
}
