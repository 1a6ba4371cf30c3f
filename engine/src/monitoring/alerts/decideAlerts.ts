import { count } from '../../language/figures.ts';
import { utcTime } from '../../language/times.ts';
import { formatDuration } from '../../language/values.ts';
import type { AlertState, Mute } from '../../ports/monitorStore.ts';
import type { AlertTold } from '../report/alertTold.ts';
import { type AlertRule, targetOf } from './alertRule.ts';
import type { CheckFound } from './checkFound.ts';

export interface AlertQuestion {
  readonly rules: readonly AlertRule[];
  readonly found: CheckFound;
  /** As they are kept, by key of the rule. */
  readonly states: ReadonlyMap<string, AlertState>;
  /** Of this monitor. */
  readonly mute: Mute | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What one alert does after a check. */
export interface AlertDecision {
  readonly rule: AlertRule;
  /** `sent` and `resolved` are intents until somebody has acted on them. */
  readonly told: AlertTold;
  /** What is to be done; null where nothing is. */
  readonly act: 'fire' | 'resolve' | null;
  /** To be kept; where acting failed the state stays what it was, so that the next check tries again. */
  readonly state: AlertState;
  /** To be kept where the act was held after all. */
  readonly unacted: AlertState;
}

/**
 * What each alert of a monitor does after a check, one decision a rule. It fires after `after` checks in a row that found something, once, and is over after
 * `clearAfter` that found nothing; a pipeline starts again each time `coolDown` has passed. A check without a verdict, or on too few
 * rows, counts neither way. A check that is no newer than the last one it heard of is not counted again.
 */
export function decideAlerts({ rules, found, states, mute, now }: AlertQuestion): readonly AlertDecision[] {
  const isMuted = mute !== undefined && (mute.until === null || mute.until > now) ? mute : undefined;
  return rules.map((rule) => decide(rule, { found, before: states.get(rule.key), mute: isMuted, now }));
}

interface Circumstances {
  readonly found: CheckFound;
  readonly before: AlertState | undefined;
  readonly mute: Mute | undefined;
  readonly now: number;
}

const NEVER: AlertState = { state: 'quiet', inRow: 0, fired: null, due: Number.NEGATIVE_INFINITY };

function decide(rule: AlertRule, { found, before, mute, now }: Circumstances): AlertDecision {
  const known = before ?? NEVER;
  // A clock that was set back must not hold an alert longer than its cool-down from now.
  const fired = known.fired === null ? null : Math.min(known.fired, now);
  const old: AlertState = { ...known, fired };
  const say = (state: AlertTold['state'], said: string | null, kept: AlertState, held?: AlertState): AlertDecision => ({
    rule,
    told: { index: rule.index, kind: rule.does.kind, target: targetOf(rule), state, said, run: null },
    act: state === 'sent' ? 'fire' : state === 'resolved' ? 'resolve' : null,
    state: kept,
    unacted: held ?? kept,
  });
  if (found.due < known.due) return say('quiet', 'A newer check has been told.', known);
  const heard: AlertState = { ...old, due: found.due };
  if (found.verdict === 'unknown') return say('quiet', 'The check came to no verdict.', heard);
  if (found.rows < rule.minRows) return say('held', tooFew(found.rows, rule.minRows), heard);
  const isAgain = found.due === known.due;
  const counted = isAgain ? Math.max(1, known.inRow) : known.inRow + 1;
  if (found.verdict === 'clear') {
    if (old.state === 'quiet') return say('quiet', null, { ...heard, inRow: 0 });
    if (counted < rule.clearAfter)
      return say('held', `${ofChecks(counted, rule.clearAfter)} found nothing.`, { ...heard, inRow: counted });
    if (mute) return say('muted', muteSaid(mute), { ...heard, inRow: counted });
    return say('resolved', null, { ...heard, state: 'quiet', inRow: 0 });
  }
  const starts = old.state === 'quiet';
  const inRow = starts ? counted : 0;
  if (starts && counted < rule.after)
    return say('held', `${ofChecks(counted, rule.after)} found something.`, { ...heard, inRow });
  if (!starts && rule.does.kind !== 'pipeline')
    return say('held', `Told ${utcTime(old.fired ?? now)}, and not over since.`, { ...heard, inRow });
  const rests = fired === null ? 0 : fired + rule.coolDown - now;
  if (rests > 0) return say('held', coolDownSaid(rule, fired! + rule.coolDown), { ...heard, inRow });
  if (mute) return say('muted', muteSaid(mute), { ...heard, inRow });
  return say('sent', null, { ...heard, state: 'firing', inRow: 0, fired: now }, { ...heard, inRow });
}

function tooFew(rows: number, least: number): string {
  return `${count(rows)} rows are fewer than \`min_rows\` ${count(least)}.`;
}

function ofChecks(number: number, wanted: number): string {
  return `${number} of ${wanted} checks in a row`;
}

function coolDownSaid({ coolDown }: AlertRule, until: number): string {
  return `Rests ${formatDuration(coolDown)} after it was told, until ${utcTime(until)}.`;
}

function muteSaid({ until, by, why }: Mute): string {
  const end = until === null ? 'until it is taken back' : `until ${utcTime(until)}`;
  return `Muted by ${by} ${end}${why === null ? '' : `: ${why}`}.`;
}
