import { count } from '../../../engine/src/language/figures.ts';
import { screenFigure } from '../../../engine/src/language/screenFigures.ts';
import type { DriftHistory } from '../../../engine/src/monitoring/report/driftHistory.ts';
import type { ReportCheck } from '../../../engine/src/monitoring/report/monitorReport.ts';
import type { Explanation } from '../../shared/components/figure.tsx';
import type { Pair } from '../../shared/components/table.tsx';
import { limitText } from '../model/driftTexts.ts';
import { plainSentence } from '../model/sentenceParts.ts';

/** What stands behind a check: its value with all digits, limit, rows, and what was found. */
export function explainCheck(check: ReportCheck, history: DriftHistory): Explanation {
  const { title, value, low, high, rows, said, about, status } = check;
  const limit = limitText(check);
  const measured = Object.hasOwn(history.figures, check.id) ? history.figures[check.id]! : [];
  const times = measured.filter((one) => one !== null).length;
  return {
    title,
    note: status,
    pairs: [
      pair('found', plainSentence(said)),
      ...(value === null ? [] : [pair('value', String(value))]),
      ...(low === null || high === null ? [] : [pair('interval', `${screenFigure(low)} to ${screenFigure(high)}`)]),
      ...(limit === undefined ? [] : [pair('limit', limit)]),
      ...(rows === null ? [] : [pair('rows', count(rows))]),
      ...(about.length === 0 ? [] : [pair('about', aboutText(about))]),
      ...(times < 2 ? [] : [pair('history', `${count(times)} checks`)]),
    ],
  };
}

const MOST_NAMES = 8;

function aboutText(about: readonly string[]): string {
  const more = about.length - MOST_NAMES;
  return `${about.slice(0, MOST_NAMES).join(', ')}${more > 0 ? ` and ${count(more)} more` : ''}`;
}

function pair(name: string, value: string): Pair {
  return { key: name, name, value };
}
