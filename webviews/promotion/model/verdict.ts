import { decimalsOf } from '../../../engine/src/language/figures.ts';
import { onScreen, screenFigure, valueText } from '../../../engine/src/language/screenFigures.ts';
import type { PromotionPage } from '../../../engine/src/operations/promotion/page/promotionPage.ts';
import { figureText } from './figureText.ts';
import type { GateRow } from './gateRow.ts';
import type { Judging } from './judging.ts';

/** A piece of the lines below the verdict. */
export type Piece = string | { readonly strong: string };

export interface PromotionVerdict {
  readonly tone: 'good' | 'bad' | 'unknown' | 'plain' | 'judging';
  readonly title: string;
  readonly pieces: readonly Piece[];
}

/** What is so: may the version take the alias, and what stands in the way. */
export function verdictOf(page: PromotionPage, rows: readonly GateRow[], judging: Judging): PromotionVerdict {
  const { alias, version, now, guard, withdrawn, pending, model } = page;
  if (pending !== null) return pendingVerdict(alias, pending);
  if (now?.version === version) return heldVerdict(page, rows);
  if (withdrawn !== null)
    return { tone: 'bad', title: `v${version} is withdrawn`, pieces: [`It must not become ${alias}: ${withdrawn}.`] };
  if (guard.kind === 'unknown')
    return {
      tone: 'unknown',
      title: `Whether v${version} may become ${alias} cannot be told`,
      pieces: [`${sentence(guard.message)} ${guard.next ?? ''}`.trim()],
    };
  if (guard.kind === 'none')
    return {
      tone: 'plain',
      title: `Nothing guards ${alias}`,
      pieces: [
        `No policy of this project applies to ${alias} of ${model}, so that anybody can move it to any version.`,
      ],
    };
  return judgedVerdict(page, rows, judging);
}

function pendingVerdict(alias: string, version: number): PromotionVerdict {
  return {
    tone: 'unknown',
    title: `The move of ${alias} to v${version} is not committed`,
    pieces: [
      'The alias file differs from the last commit, so that nothing resolves to it yet. Finish the move or undo it.',
    ],
  };
}

function heldVerdict({ version, alias, history }: PromotionPage, rows: readonly GateRow[]): PromotionVerdict {
  const commit = history.find(({ to }) => to === null)?.commit ?? null;
  const passed = rows.filter(({ status }) => status === 'passed').length;
  const pieces: Piece[] =
    commit === null ? ['It is not in a commit yet.'] : ['Committed as ', { strong: commit.slice(0, 7) }, '.'];
  if (rows.length > 0 && passed > 0) pieces.push(` ${passed} of ${rows.length} gates passed.`);
  return { tone: 'good', title: `v${version} is ${alias}`, pieces };
}

function judgedVerdict(page: PromotionPage, rows: readonly GateRow[], judging: Judging): PromotionVerdict {
  const { version, alias } = page;
  const better = itself(page, rows);
  const done = rows.filter(({ status }) => status !== 'judging' && status !== 'unchecked');
  if (judging.state === 'judging')
    return { tone: 'judging', title: `Gates are checked: ${done.length} of ${rows.length}`, pieces: inTheWay(rows) };
  if (judging.state === 'refused')
    return {
      tone: 'unknown',
      title: `Whether v${version} may become ${alias} is not known`,
      pieces: [`${sentence(judging.refusal?.message ?? '')} ${judging.refusal?.next ?? ''}`.trim()],
    };
  if (judging.report === null)
    return {
      tone: 'unknown',
      title: `Whether v${version} may become ${alias} was not checked yet`,
      pieces: [`${rows.length} ${rows.length === 1 ? 'gate stands' : 'gates stand'} before it. `, ...better],
    };
  const passed = rows.filter(({ status }) => status === 'passed').length;
  const left = rows.some(({ status }) => status === 'left');
  if (inTheWay(rows).length === 0 && judging.report.allowed)
    return {
      tone: 'good',
      title: `v${version} may become ${alias}: ${passed} of ${rows.length} gates passed`,
      pieces: [...(left ? ['Approval is left to the host: open a pull request. '] : []), ...better],
    };
  return {
    tone: 'bad',
    title: `v${version} may not become ${alias} yet`,
    pieces: [`${passed} of ${rows.length} gates passed. `, ...inTheWay(rows), ...better],
  };
}

/** `small airports failed, ours could not be checked, and 1 approval is missing.` */
function inTheWay(rows: readonly GateRow[]): readonly Piece[] {
  const failed = groupOf(rows, 'failed', 'failed');
  const unknown = groupOf(rows, 'unknown', 'could not be checked');
  const missing = rows.filter(({ status }) => status === 'waiting').map(missingText);
  const groups = [failed, unknown, missing.flat()].filter((group) => group.length > 0);
  const pieces = groups.flatMap((group, at): readonly Piece[] => {
    const joint = at === 0 ? '' : groups.length === 2 ? ' and ' : at === groups.length - 1 ? ', and ' : ', ';
    return joint === '' ? group : [joint, ...group];
  });
  return pieces.length === 0 ? [] : [...pieces, '. '];
}

const NAMED = 3;

function groupOf(rows: readonly GateRow[], status: GateRow['status'], words: string): readonly Piece[] {
  const names = rows.filter((row) => row.status === status).map(({ name }) => name);
  if (names.length === 0) return [];
  const shown = names.slice(0, NAMED);
  const more = names.length - shown.length;
  const listed = shown.flatMap((name, at): readonly Piece[] => {
    const joint = at === 0 ? '' : at === shown.length - 1 && more === 0 ? ' and ' : ', ';
    return joint === '' ? [{ strong: name }] : [joint, { strong: name }];
  });
  return [...listed, `${more > 0 ? ` and ${more} more` : ''} ${words}`];
}

function missingText({ figure }: GateRow): readonly Piece[] {
  const [count, needed] = figure.value.split(' of ').map(Number);
  const missing = (needed ?? 1) - (count ?? 0);
  return missing === 1
    ? [{ strong: '1 approval' }, ' is missing']
    : [{ strong: `${missing} approvals` }, ' are missing'];
}

/** `v8 itself is better than v7: roc_auc +0.008 [+0.006, +0.010].` */
function itself({ version, now, metrics }: PromotionPage, rows: readonly GateRow[]): readonly Piece[] {
  if (now === null) return ['Nothing has the alias yet, so that there is nothing to be better than.'];
  const paired = rows.flatMap(({ figures, figure }) => {
    const [deciding] = figures;
    return deciding?.unit === 'difference' ? [{ deciding, figure }] : [];
  })[0];
  if (paired !== undefined) {
    const { name, low, high } = paired.deciding;
    const words =
      low !== undefined && low > 0
        ? 'is better than'
        : high !== undefined && high < 0
          ? 'is worse than'
          : 'is no different from';
    return [
      `v${version} itself ${words} v${now.version}: ${name} `,
      { strong: figureText(paired.deciding, NO_RULE).whole },
      '.',
    ];
  }
  const [main] = metrics;
  if (main?.against == null) return [];
  const decimals = decimalsOf(main.low, main.high);
  const theirs = decimals === undefined ? screenFigure(main.against.value) : onScreen(valueText(main.against));
  return [`${main.name} is `, { strong: valueText(main) }, `, that of v${now.version} ${theirs}.`];
}

const NO_RULE = { kind: 'card', name: '' } as const;

function sentence(text: string): string {
  return text === '' || /[.!?]$/.test(text) ? text : `${text}.`;
}
