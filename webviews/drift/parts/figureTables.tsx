import { count } from '../../../engine/src/language/figures.ts';
import { percent, pValue, screenFigure } from '../../../engine/src/language/screenFigures.ts';
import type { ColumnFigures, ColumnReport, TestReport } from '../../../engine/src/monitoring/report/columnReport.ts';
import { Badge } from '../../shared/components/badge.tsx';
import { type Column, Table } from '../../shared/components/table.tsx';
import { statisticText, valueIn } from '../model/driftTexts.ts';
import { testWords } from '../model/testWords.ts';

export interface FigureTablesProps {
  readonly column: ColumnReport;
  readonly class?: string | undefined;
}

/** All figures of both sides, and each test that was made. */
export function FigureTables({ column, ...props }: FigureTablesProps) {
  return (
    <div class={`figure-tables ${props.class ?? ''}`}>
      <Table
        label={`Figures of ${column.column}`}
        columns={FIGURES}
        rows={figureRows(column)}
        keyOf={({ name }) => name}
      />
      <Table label={`Tests of ${column.column}`} columns={TESTS} rows={column.tests} keyOf={({ test }) => test} />
    </div>
  );
}

interface FigureRow {
  readonly name: string;
  readonly reference: string;
  readonly current: string;
}

const FIGURES: readonly Column<FigureRow>[] = [
  { key: 'name', title: 'Figure', isHeader: true, cell: ({ name }) => name },
  { key: 'reference', title: 'Reference', isFigure: true, cell: ({ reference }) => reference },
  { key: 'current', title: 'Current', isFigure: true, cell: ({ current }) => current },
];

function figureRows({ reference, current }: ColumnReport): readonly FigureRow[] {
  const row = (name: string, text: (side: ColumnFigures) => string): readonly FigureRow[] => {
    const texts = { reference: text(reference), current: text(current) };
    return texts.reference === '-' && texts.current === '-' ? [] : [{ name, ...texts }];
  };
  const infinite = ({ infinite: found }: ColumnFigures) => (found === 0 ? '-' : count(found));
  return [
    ...row('rows', ({ rows }) => count(rows)),
    ...row('missing', ({ missing, rows }) => percent(rows === 0 ? 0 : missing / rows)),
    ...row('infinite', infinite),
    ...row('mean', ({ mean }) => valueIn(mean)),
    ...row('standard deviation', ({ sd }) => valueIn(sd)),
    ...row('least', ({ min }) => valueIn(min)),
    ...row('median', ({ median }) => valueIn(median)),
    ...row('greatest', ({ max }) => valueIn(max)),
    ...row('distinct', ({ distinct }) => (distinct === null ? '-' : count(distinct))),
  ];
}

const TESTS: readonly Column<TestReport>[] = [
  {
    key: 'test',
    title: 'Test',
    isHeader: true,
    cell: ({ test, binned }) => (
      <span title={testWords(test).says}>
        {testWords(test).name}
        {binned && <span class="cap"> binned</span>}
      </span>
    ),
  },
  { key: 'statistic', title: 'Value', isFigure: true, cell: ({ statistic }) => statisticText(statistic) },
  { key: 'p', title: 'p', isFigure: true, cell: ({ pValue: p, adjusted }) => pCell(adjusted ?? p) },
  {
    key: 'limit',
    title: 'Limit',
    isFigure: true,
    class: 'not-narrow',
    cell: ({ threshold }) => (threshold === null ? '-' : screenFigure(threshold)),
  },
  {
    key: 'verdict',
    title: 'Says',
    cell: ({ drifted }) =>
      drifted === null ? (
        <span class="dim">-</span>
      ) : (
        <Badge kind={drifted ? 'drift' : 'passed'}>{drifted ? 'drift' : 'no drift'}</Badge>
      ),
  },
];

function pCell(p: number | null): string {
  return p === null ? '-' : pValue(p);
}
