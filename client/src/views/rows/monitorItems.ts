import { count } from '../../../../engine/src/language/figures.ts';
import { relativeTime, tableTime } from '../../../../engine/src/language/times.ts';
import type { CheckRow, CheckState, MonitorRow, OfferRow } from '../../../../server/src/views/monitors.ts';
import { gatesText, isToDecide, offerHead } from '../../monitors/offerText.ts';
import { COLORS, type Icon, type ItemLook } from './itemLook.ts';
import { cut, facts, paragraphs, plain, prose } from './markdown.ts';
import { exactly } from './times.ts';

/** A monitor: what its newest check found and since when, or why there is none. */
export function monitorLook(monitor: MonitorRow, now: number): ItemLook {
  const { name, model, version, newest, mute, trouble, place, schedule, timezone, offer } = monitor;
  const [state, ...when] = stateWords(monitor, now);
  const offered = offer !== null && isToDecide(offer) ? [`v${offer.version} offered`] : [];
  const said = [state, ...offered, ...when];
  // A row is cut at its end.
  const description = [...(mute === null ? [] : ['muted']), ...said].join(', ');
  const watched = version === null || model.includes(':') ? model : `${model}, v${version}`;
  return {
    label: cut(name, 200),
    description,
    icon: trouble !== null ? TROUBLE : newest === null ? { id: 'pulse' } : ICONS[newest.state],
    tooltip: paragraphs(
      `**${plain(name)}** ${plain(newest?.headline ?? description)}`,
      trouble === null ? null : prose(`The check due ${tableTime(trouble.due, { now })} was not made: ${trouble.said}`),
      facts([
        ['watches', plain(watched)],
        ['offered', offer === null ? null : prose(offer.said)],
        ['window to', newest === null ? null : exactly(newest.due)],
        ['checked', newest === null ? null : exactly(newest.made)],
        ['rows', newest === null ? null : count(newest.rows)],
        ['schedule', schedule === null ? 'by hand' : plain(`${schedule} (${timezone})`)],
        ['muted', muteText(mute)],
        ['spec', plain(place.file)],
      ]),
    ),
    aria: `Monitor ${[name, ...said].join(', ')}${mute === null ? '' : ', muted'}.`,
    context: [
      'monitor',
      ...(newest === null ? [] : ['checked']),
      ...(mute === null ? ['loud'] : ['muted']),
      'placed',
    ].join('.'),
  };
}

/**
 * A recorded check, by the end of its windows.
 * @param watched the version that the monitor watches now: others are named
 */
export function checkLook(check: CheckRow, watched: string, now: number): ItemLook {
  const { due, made, model, headline, rows, by } = check;
  const description = [checkWords(check), ...(model === null || model === watched ? [] : [model])].join(', ');
  const label = tableTime(due, { now });
  return {
    label,
    description,
    icon: ICONS[check.state],
    tooltip: paragraphs(
      plain(headline),
      facts([
        ['window to', exactly(due)],
        ['checked', `${exactly(made)}, ${MADE_BY[by]}`],
        ['rows', count(rows)],
        ['model', model === null ? null : plain(model)],
      ]),
    ),
    aria: `Check of ${label}, ${description}.`,
    context: 'check',
  };
}

/** A version that an alert had trained, held against what the monitor watches. */
export function offerLook(offer: OfferRow): ItemLook {
  const [head, gates] = [offerHead(offer), gatesText(offer)];
  return {
    label: head,
    description: gates,
    icon: OFFER_ICONS[offer.status],
    tooltip: paragraphs(`**${plain(head)}**`, prose(offer.said)),
    aria: `${[head, ...(gates === '' ? [] : [gates])].join(', ')}.`,
    context: offer.status === 'same' ? 'offer.same' : 'offer',
  };
}

const OFFER_ICONS: Readonly<Record<OfferRow['status'], Icon>> = {
  allowed: { id: 'arrow-up', color: COLORS.good },
  refused: { id: 'circle-slash' },
  same: { id: 'info' },
  unknown: { id: 'question', color: COLORS.warning },
};

const ICONS: Readonly<Record<CheckState, Icon>> = {
  drift: { id: 'warning', color: COLORS.warning },
  failed: { id: 'error', color: COLORS.bad },
  none: { id: 'pass', color: COLORS.good },
  unknown: { id: 'question', color: COLORS.warning },
};

const TROUBLE: Icon = { id: 'error', color: COLORS.bad };

const MADE_BY: Readonly<Record<CheckRow['by'], string>> = {
  schedule: 'by its schedule',
  data: 'when its data changed',
  hand: 'by hand',
  ci: 'in CI',
};

/** `3 of 8 drifted`, `predictions drifted`, `performance and 2 more beyond limits`, `no drift`, `no verdict`. */
export function checkWords({ state, drifted, tested, failed }: CheckRow): string {
  const others = failed.filter((id) => id !== 'drift');
  const [first, ...more] = others;
  if (state === 'none') return 'no drift';
  if (state === 'unknown') return 'no verdict';
  const isOfInputs = failed.length === 0 || others.length < failed.length;
  if (state === 'drift' && isOfInputs && tested > 0 && drifted > 0)
    return `${count(drifted)} of ${count(tested)} drifted`;
  if (first === undefined) return 'drift';
  const also = more.length === 0 ? '' : ` and ${count(more.length)} more`;
  return first === 'prediction_drift' ? `predictions drifted${also}` : `${cut(first, 60)}${also} beyond limits`;
}

function stateWords({ newest, since, trouble }: MonitorRow, now: number): readonly [string, ...string[]] {
  if (trouble !== null) return ['check failed', ...(newest === null ? [] : [`before: ${checkWords(newest)}`])];
  if (newest === null) return ['not checked yet'];
  const words = checkWords(newest);
  if (since === null) return [words, relativeTime(newest.made, { now })];
  return [words, `${since.isAtLeast ? 'since before' : 'since'} ${tableTime(since.due, { now })}`];
}

function muteText(mute: MonitorRow['mute']): string | null {
  if (mute === null) return null;
  const until = mute.until === null ? 'until it is taken back' : `until ${exactly(mute.until)}`;
  return plain(`${until}, by ${mute.by}${mute.why === null ? '' : `: ${mute.why}`}`);
}
