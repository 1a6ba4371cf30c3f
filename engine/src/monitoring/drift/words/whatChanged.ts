import { count } from '../../../language/figures.ts';
import {
  type CategoryPair,
  type ColumnPair,
  type NumberPair,
  type NumberSide,
  rowsWithValue,
} from '../../../math/drift/columnPair.ts';

import { driftFigure } from '../../../math/drift/driftFigure.ts';
import type { ColumnReport } from '../../report/columnReport.ts';
import type { Verdict } from '../../report/verdict.ts';
import type { DriftRule } from '../driftRule.ts';
import { LARGE } from '../limits.ts';
import type { Measured } from '../measureColumn.ts';
import { calendarChange } from './calendar.ts';
import { changesInWords } from './categoryChanges.ts';
import { bothFigures, percent } from './figures.ts';
import { largest } from './largest.ts';
import { unitChange } from './units.ts';

/** What changed, made from the figures; what explains a move that is no change of the world comes first. */
export function whatChanged(
  { named, figure }: Pick<Measured, 'named' | 'figure'>,
  verdict: Verdict,
  spans: DriftRule['spans'],
): Pick<ColumnReport, 'artefact' | 'changed'> {
  const { pair } = named;
  if (rowsWithValue(pair.reference) === 0 || rowsWithValue(pair.current) === 0)
    return { artefact: null, changed: capitalised(missingChange(pair) ?? '') };
  const isDrift = verdict === 'drift';
  const artefact = isDrift ? artefactOf(named, spans) : null;
  const said = artefact?.said ?? moved(named, isDrift, figure.statistic);
  const missing = missingChange(pair);
  return { artefact: artefact?.kind ?? null, changed: missing === undefined ? said : `${said}; ${missing}` };
}

function artefactOf(
  named: Measured['named'],
  spans: DriftRule['spans'],
): { readonly kind: NonNullable<ColumnReport['artefact']>; readonly said: string } | null {
  const calendar = calendarChange(named, spans);
  if (calendar !== undefined) return { kind: 'calendar', said: calendar };
  const { pair } = named;
  const unit = pair.kind === 'numbers' ? unitChange(pair) : undefined;
  if (unit !== undefined) return { kind: 'unit', said: unit };
  const came = pair.kind === 'categories' && isOnlyNew(pair) ? changesInWords(named) : undefined;
  return came === undefined ? null : { kind: 'new-categories', said: came };
}

/** Whether the categories that both sides have are shared out as before. */
function isOnlyNew(pair: CategoryPair): boolean {
  const shared = pair.categories.flatMap((_, index) =>
    pair.reference.counts[index]! > 0 && pair.current.counts[index]! > 0 ? [index] : [],
  );
  const only = (side: CategoryPair['reference']) => ({
    ...side,
    counts: shared.map((index) => side.counts[index]!),
    other: 0,
  });
  const rest = {
    ...pair,
    categories: shared.map((index) => pair.categories[index]!),
    reference: only(pair.reference),
    current: only(pair.current),
  };
  const distance = driftFigure('js', rest).statistic;
  return distance !== null && distance < LARGE;
}

function moved(named: Measured['named'], isDrift: boolean, effect: number | null): string {
  const { pair, sensitive } = named;
  if (pair.kind === 'categories') return changesInWords(named) ?? shareChange(pair, isDrift, sensitive === true);
  return sensitive === true ? withoutValues(pair, effect) : meanChange(pair, isDrift);
}

/** A mean that moves by less than this share of a standard deviation, or of the way that values moved, is not what has changed. */
const NOTABLE = 0.05;
const NOTABLE_OF_MOVE = 1 / 3;

/** `Mean fell from 0.207 to 0.132`; `Mean 13.3 to 13.2` of what has not drifted. */
function meanChange(pair: NumberPair, isDrift: boolean): string {
  const { reference, current } = pair;
  const told = ({ mean }: NumberSide) => noFinerThan(reference.sd ?? 0, mean ?? 0);
  const [before, after] = [told(reference), told(current)];
  const [from, to] = bothFigures(before, after);
  if (!isDrift) return from === to ? `Mean still ${to}` : `Mean ${from} to ${to}`;
  const way = driftFigure('wasserstein', pair).statistic ?? 0;
  if (Math.abs(after - before) >= Math.max(NOTABLE, NOTABLE_OF_MOVE * way) * (reference.sd ?? 0))
    return `Mean ${after < before ? 'fell' : 'rose'} from ${from} to ${to}`;
  return `${spreadChange(reference, current)}; mean ${from === to ? `still ${to}` : `${from} to ${to}`}`;
}

/** Cut at a ten-thousandth of the spread: what is left of a mean of zero is not told. */
function noFinerThan(sd: number, mean: number): number {
  const unit = 10 ** (Math.floor(Math.log10(sd)) - 4);
  return unit > 0 && Number.isFinite(mean / unit) ? Math.round(mean / unit) * unit + 0 : mean;
}

function spreadChange(reference: NumberSide, current: NumberSide): string {
  const [before, after] = [reference.sd ?? 0, current.sd ?? 0];
  const [from, to] = bothFigures(before, after);
  if (Math.abs(after - before) < NOTABLE * before) return 'Shape changed';
  return `Spread ${after < before ? 'fell' : 'rose'} from ${from} to ${to}`;
}

function withoutValues({ reference, current }: NumberPair, effect: number | null): string {
  const sd = reference.sd ?? 0;
  const by = sd === 0 ? 0 : ((current.mean ?? 0) - (reference.mean ?? 0)) / sd;
  if (Math.abs(by) < NOTABLE)
    return effect === null ? 'Mean as before' : 'Mean as before, within 0.05 standard deviations';
  return `Mean ${by < 0 ? 'fell' : 'rose'} by ${Math.abs(by).toFixed(2)} standard deviations`;
}

/** `AA rose from 12% to 18% of rows, UA fell from 30% to 25%`. */
function shareChange({ categories, reference, current }: CategoryPair, isDrift: boolean, isSensitive: boolean): string {
  const [n, m] = [rowsWithValue(reference), rowsWithValue(current)];
  const shares = categories.map((category, index) => ({
    category,
    before: reference.counts[index]! / n,
    after: current.counts[index]! / m,
  }));
  const [first, second] = largest(shares, 2, (a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before));
  if (first === undefined) return 'Categories that are not listed hold all rows';
  const [from, to] = [percent(first.before), percent(first.after)];
  const name = isSensitive ? 'One category' : first.category;
  if (!isDrift)
    return from === to ? 'Shares as before' : `Largest change: ${isSensitive ? 'a category' : name} ${from} to ${to}`;
  const said = `${name} ${first.after < first.before ? 'fell' : 'rose'} from ${from} to ${to} of rows`;
  if (second === undefined || isSensitive || percent(second.before) === percent(second.after)) return said;
  const direction = second.after < second.before ? 'fell' : 'rose';
  return `${said}, ${second.category} ${direction} from ${percent(second.before)} to ${percent(second.after)}`;
}

const NOTABLE_SHARE = 0.01;

/** `missing rose from 0% to 12%`, where it moved by a hundredth of the rows; and values that are infinite. */
function missingChange(pair: ColumnPair): string | undefined {
  const { reference, current } = pair;
  if (reference.rows === 0 || current.rows === 0) return undefined;
  const [before, after] = [reference.missing / reference.rows, current.missing / current.rows];
  const parts: string[] = [];
  if (Math.abs(after - before) >= NOTABLE_SHARE)
    parts.push(`missing ${after < before ? 'fell' : 'rose'} from ${percent(before)} to ${percent(after)}`);
  if (pair.kind === 'numbers' && pair.current.nonFinite > 0) parts.push(`${count(pair.current.nonFinite)} infinite`);
  return parts.length === 0 ? undefined : parts.join(', ');
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
