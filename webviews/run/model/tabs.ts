import { count } from '../../../engine/src/language/figures.ts';
import type { RunPage } from '../../../engine/src/operations/runs/page/runPage.ts';
import type { Tab } from '../protocol.ts';

export interface TabView {
  readonly id: Tab;
  readonly label: string;
  readonly count?: string;
}

/** Without a version to hold it against there is nothing that differs, and no tab; other tools keep no log. */
export function tabsOf({ source, against, artifacts, lineage }: RunPage): readonly TabView[] {
  return [
    { id: 'results', label: 'Results' },
    ...(against === null
      ? []
      : [
          {
            id: 'differs',
            label: `What differs from v${against.version}`,
            count: count(against.differences.length),
          } as const,
        ]),
    ...(lineage.nodes.length === 0 ? [] : [{ id: 'lineage', label: 'Lineage' } as const]),
    { id: 'artifacts', label: 'Artifacts', count: count(artifacts.length) },
    ...(source === null ? [{ id: 'log', label: 'Log' } as const] : []),
  ];
}
