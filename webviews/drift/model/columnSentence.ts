import { screenFigure } from '../../../engine/src/language/screenFigures.ts';
import type { ColumnReport } from '../../../engine/src/monitoring/report/columnReport.ts';
import { pText, statisticText, valueIn } from './driftTexts.ts';
import { plainSentence } from './sentenceParts.ts';
import { testWords } from './testWords.ts';

const VERDICTS = { drift: 'drift', none: 'no drift', unknown: 'no verdict' } as const;

/** A row for who does not see it. */
export function columnSentence(column: ColumnReport): string {
  const { verdict, reason, reference, current } = column;
  if (verdict === 'unknown') return `${column.column}: no verdict, ${plainSentence(reason ?? 'too little is known')}`;
  const means =
    reference.mean === null || current.mean === null
      ? undefined
      : `mean ${valueIn(reference.mean)} to ${valueIn(current.mean)}`;
  return [`${column.column}: ${VERDICTS[verdict]}`, valueSentence(column), means].filter(Boolean).join(', ');
}

/** `Wasserstein 0.560, limit 0.1`. */
export function valueSentence({ test, statistic, pValue, threshold }: ColumnReport): string {
  const { name, byP } = testWords(test);
  const value = byP && pValue !== null ? pText(pValue) : statisticText(statistic);
  return `${name} ${value}${threshold === null ? '' : `, limit ${screenFigure(threshold)}`}`;
}
