import type { MetricRow } from '../../runs/page/runPage.ts';
import type { AliasState } from './aliasOverTime.ts';
import type { AliasHold } from './promotionPage.ts';

/**
 * The times in which an alias stood for one version, the newest first. A move that names a reason is a rollback, and ends
 * the hold before it as one.
 */
export function aliasHistory(
  states: readonly AliasState[],
  metricOf: (version: number) => MetricRow | null,
): readonly AliasHold[] {
  const moves = states.filter(({ alias }, at) => alias?.version !== states[at - 1]?.alias?.version);
  return moves
    .flatMap(({ alias, change }, at): readonly AliasHold[] => {
      if (alias === undefined) return [];
      const next = moves[at + 1];
      return [
        {
          version: alias.version,
          from: change.at,
          to: next?.change.at ?? null,
          end: endOf(next),
          commit: change.commit,
          by: change.author.name,
          reason: alias.reason ?? null,
          metric: metricOf(alias.version),
        },
      ];
    })
    .toReversed();
}

function endOf(next: AliasState | undefined): AliasHold['end'] {
  if (next === undefined) return null;
  if (next.alias === undefined) return 'removed';
  return next.alias.reason === undefined ? 'promoted' : 'rolled back';
}
