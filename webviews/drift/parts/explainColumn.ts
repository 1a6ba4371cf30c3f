import { count } from '../../../engine/src/language/figures.ts';
import { percent, pValue } from '../../../engine/src/language/screenFigures.ts';
import type { ColumnFigures, ColumnReport, TestReport } from '../../../engine/src/monitoring/report/columnReport.ts';
import type { Explanation } from '../../shared/components/figure.tsx';
import type { Pair } from '../../shared/components/table.tsx';
import { plainSentence } from '../model/sentenceParts.ts';
import { isChosen, testWords } from '../model/testWords.ts';

/** What stands behind a column's value: the test and what it says, all digits, p, limit, rows and the other tests. */
export function explainColumn(column: ColumnReport): Explanation {
  const { test, statistic, pValue: p, threshold, reference, current, tests, reason } = column;
  const { name, says, byP } = testWords(test);
  const decides = tests.find((one) => one.test === test);
  return {
    title: column.column,
    ...(isChosen(test) && { note: name }),
    pairs: [
      ...(says === '' ? [] : [pair('says', says)]),
      ...(reason === null ? [] : [pair('no verdict', plainSentence(reason))]),
      ...(statistic === null ? [] : [pair(byP ? 'statistic' : 'distance', String(statistic))]),
      ...(p === null ? [] : [pair('p', pWords(p, decides))]),
      ...(threshold === null ? [] : [pair('limit', `${threshold}${byP ? ' for p' : ''}`)]),
      ...(decides?.binned === true ? [pair('binned', 'by the edges of the stored baseline, not by every value')] : []),
      pair('reference', sideWords(reference)),
      pair('current', sideWords(current)),
      ...tests.filter((one) => one !== decides).map((one) => pair(testWords(one.test).name, testText(one))),
    ],
  };
}

function pWords(p: number, decides: TestReport | undefined): string {
  const isAdjusted = decides?.adjusted != null;
  return isAdjusted ? `${pValue(p)}, adjusted over the columns` : pValue(p);
}

function sideWords({ rows, missing, infinite }: ColumnFigures): string {
  const parts = [`${count(rows)} rows`, `${percent(rows === 0 ? 0 : missing / rows)} missing`];
  return [...parts, ...(infinite === 0 ? [] : [`${count(infinite)} infinite`])].join(', ');
}

function testText({ statistic, pValue: p, drifted, binned }: TestReport): string {
  return [
    statistic === null ? '-' : String(Number(statistic.toPrecision(6))),
    ...(p === null ? [] : [`p ${pValue(p)}`]),
    ...(drifted === null ? [] : [drifted ? 'drift' : 'no drift']),
    ...(binned ? ['binned'] : []),
  ].join(', ');
}

function pair(name: string, value: string): Pair {
  return { key: name, name, value };
}
