import type { ArtifactRow, PageDifference } from '../../../engine/src/operations/runs/page/runPage.ts';

export interface Group<T> {
  readonly name: string;
  readonly members: readonly T[];
}

/** By the first folder of their path: the step that made them; files beside folders come first. */
export function artifactGroups(artifacts: readonly ArtifactRow[], search: string): readonly Group<ArtifactRow>[] {
  const wanted = search.trim().toLowerCase();
  const found = artifacts.filter(({ path }) => path.toLowerCase().includes(wanted));
  const groups = grouped(found, ({ path }) => (path.includes('/') ? path.slice(0, path.indexOf('/')) : ''));
  return [...groups].sort((a, b) => Number(a.name !== '') - Number(b.name !== ''));
}

const TITLES: Readonly<Record<PageDifference['group'], string>> = {
  params: 'Parameters',
  features: 'Features',
  data: 'Data',
  inputs: 'Inputs',
  outputs: 'Outputs',
  environment: 'Environment',
};

export function differenceGroups(differences: readonly PageDifference[]): readonly Group<PageDifference>[] {
  const order = Object.keys(TITLES);
  return grouped(differences, ({ group }) => group)
    .map(({ name, members }) => ({ name, members }))
    .sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name))
    .map(({ name, members }) => ({ name: TITLES[name as PageDifference['group']], members }));
}

function grouped<T>(members: readonly T[], keyOf: (member: T) => string): readonly Group<T>[] {
  const groups = new Map<string, T[]>();
  for (const member of members) {
    const key = keyOf(member);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [member]);
    else group.push(member);
  }
  return [...groups].map(([name, all]) => ({ name, members: all }));
}
