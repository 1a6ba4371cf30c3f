import { percent } from '../../../engine/src/language/screenFigures.ts';
import type { DriftHistory } from '../../../engine/src/monitoring/report/driftHistory.ts';
import type { MonitorReport, ReportCheck } from '../../../engine/src/monitoring/report/monitorReport.ts';
import { intervalText } from '../../shared/figureTexts.ts';
import { inUnit, limitIn, limitText, shortDay } from './driftTexts.ts';
import { plainSentence } from './sentenceParts.ts';

/** As many stand in two rows of a wide page. */
const MOST_TILES = 10;

export interface TilesShown {
  readonly shown: readonly ReportCheck[];
  /** Passed ones that are told by their count alone. */
  readonly folded: number;
}

/** The checks in their order; of many those that did not pass, and as many others as there is room for. */
export function checkTiles(checks: readonly ReportCheck[], isOpen: boolean): TilesShown {
  if (checks.length <= MOST_TILES) return { shown: checks, folded: 0 };
  const standOut = checks.filter(({ status }) => status !== 'passed').length;
  let room = Math.max(0, MOST_TILES - standOut);
  const kept = checks.filter(({ status }) => {
    if (status !== 'passed') return true;
    room -= 1;
    return room >= 0;
  });
  return { shown: isOpen ? checks : kept, folded: checks.length - kept.length };
}

/** `3 of 8, 38%`, `0.698`. */
export function tileValue(check: ReportCheck, { drift }: Pick<MonitorReport, 'drift'>): string {
  if (check.value === null) return check.status === 'unknown' ? 'unknown' : '-';
  if (check.kind === 'drift' && drift !== null && drift.share !== null)
    return `${drift.drifted} of ${drift.tested}, ${percent(drift.share, 0)}`;
  return inUnit(check.value, check.unit, check.low, check.high);
}

/** What stands below it: interval and limit, and since when it is beyond; where nothing could be told, why. */
export function tileCaption(check: ReportCheck, { due }: Pick<MonitorReport, 'due'>, history: DriftHistory): string {
  if (check.status === 'unknown') return plainSentence(check.said);
  if (check.kind === 'schema' && check.about.length > 0) return namesText(check.about);
  const { value, low, high } = check;
  const interval = value === null || low === null || high === null ? undefined : intervalText({ value, low, high });
  const since = check.status === 'failed' ? beyondSince(check, history) : undefined;
  const worst = check.about[0];
  const parts = [
    interval,
    isDistance(check) ? limitOf(check) : limitText(check),
    since === undefined ? undefined : `since ${shortDay(since, due)}`,
    worst !== undefined && (check.kind === 'missing' || check.kind === 'units') ? `worst: ${worst}` : undefined,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? plainSentence(check.said) : parts.join(', ');
}

const MOST_NAMES = 3;

function namesText(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return `${names.slice(0, MOST_NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function isDistance({ kind }: ReportCheck): boolean {
  return kind === 'drift' || kind === 'prediction_drift';
}

/** At its limit they have drifted, so `at most` would be wrong. */
function limitOf({ max, unit }: ReportCheck): string | undefined {
  return max === null ? undefined : `limit ${limitIn(max, unit)}`;
}

/** When the unbroken row of checks beyond the limit began, up to the newest; undefined where the newest is the first, or there is no history. */
export function beyondSince(check: ReportCheck, { checks, figures }: DriftHistory): number | undefined {
  const values = Object.hasOwn(figures, check.id) ? figures[check.id]! : [];
  let first: number | undefined;
  for (let i = values.length - 1; i >= 0 && isBeyond(values[i] ?? null, check); i -= 1) first = checks[i]?.due;
  return first;
}

function isBeyond(value: number | null, check: ReportCheck): boolean {
  const { min, max } = check;
  if (value === null) return false;
  if (max !== null && (isDistance(check) ? value >= max : value > max)) return true;
  return min !== null && value < min;
}
