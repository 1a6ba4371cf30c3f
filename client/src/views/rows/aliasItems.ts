import { valueText } from '../../../../engine/src/language/screenFigures.ts';
import { tableTime } from '../../../../engine/src/language/times.ts';
import type { AliasHold } from '../../../../engine/src/operations/promotion/page/promotionPage.ts';
import type { AliasRow } from '../../../../server/src/views/models.ts';
import type { ItemLook } from './itemLook.ts';
import { code, cut, facts, paragraphs, plain } from './markdown.ts';
import { exactly } from './times.ts';

/** An alias: which version it stands for, and whether a policy guards it. */
export function aliasLook(
  { alias, version, previous, since, isGuarded, pending }: AliasRow,
  model: string,
  now: number,
): ItemLook {
  const holds = version === null ? 'holds nothing yet' : `v${version}`;
  const when = since === null ? [] : [`since ${tableTime(since, { now })}`];
  const waits = pending === undefined ? [] : [pendingText(pending.version)];
  const guard = isGuarded ? 'guarded by a policy' : 'no policy guards it';
  return {
    label: cut(alias, 100),
    description: [[holds, ...when].join(' '), ...waits].join(', '),
    icon: { id: pending !== undefined ? 'git-commit' : isGuarded ? 'lock' : 'bookmark' },
    tooltip: paragraphs(
      `**${plain(`${model}@${alias}`)}** ${holds}, ${guard}`,
      facts([
        ['before', previous === null ? null : `v${previous}`],
        ['since', since === null ? null : exactly(since)],
        ['pending', pending === undefined ? null : PENDING],
      ]),
    ),
    aria: `Alias ${[alias, holds, ...when, ...waits, guard].join(', ')}.`,
    context: [version === null ? 'emptyAlias' : 'alias', ...(previous === null ? [] : ['back'])].join('.'),
  };
}

const PENDING = 'its file is not what is committed, and nobody follows it until it is';

function pendingText(version: number | null): string {
  return version === null ? 'a change is pending' : `v${version} pending`;
}

/** A time in which the alias stood for one version. */
export function holdLook({ version, from, to, end, commit, by, reason, metric }: AliasHold, now: number): ItemLook {
  const when =
    to === null ? `since ${tableTime(from, { now })}` : `${tableTime(from, { now })} to ${tableTime(to, { now })}`;
  const ended = end === 'rolled back' ? ['rolled back'] : [];
  const figure = metric === null ? [] : [valueText(metric)];
  return {
    label: `v${version}`,
    description: [when, ...ended, ...figure].join(', '),
    icon: { id: end === 'rolled back' ? 'discard' : to === null ? 'circle-filled' : 'circle-outline' },
    tooltip: facts([
      ['from', exactly(from)],
      ['to', to === null ? null : exactly(to)],
      ['by', plain(by)],
      ['commit', commit === null ? 'not committed' : code(commit.slice(0, 7))],
      ['reason', reason === null ? null : plain(reason)],
    ]),
    aria: `${[`Version ${version}`, when, ...ended, `by ${by}`].join(', ')}.`,
    context: 'hold',
  };
}
