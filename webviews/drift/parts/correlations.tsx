import { cut } from '../../../engine/src/language/figures.ts';
import { onScreen } from '../../../engine/src/language/screenFigures.ts';
import type { CorrelationChange } from '../../../engine/src/monitoring/report/monitorReport.ts';
import { Figure } from '../../shared/components/figure.tsx';
import { Section } from '../../shared/components/section.tsx';
import { type Column, Table } from '../../shared/components/table.tsx';

const MOST = 8;

/** Pairs of numbers that go together otherwise than before. */
export function Correlations({ changes }: { readonly changes: readonly CorrelationChange[] }) {
  if (changes.length === 0) return null;
  return (
    <Section title="Correlations that changed" caption="Pearson, the largest change first">
      <Table
        label="Correlations that changed"
        class="correlations"
        columns={COLUMNS}
        rows={changes.slice(0, MOST)}
        keyOf={({ a, b }) => `${a} ${b}`}
      />
    </Section>
  );
}

function text(value: number): string {
  return onScreen(cut(value, 2));
}

function changeText({ reference, current }: CorrelationChange): string {
  const change = current - reference;
  return onScreen(`${change < 0 ? '' : '+'}${cut(change, 2)}`);
}

const COLUMNS: readonly Column<CorrelationChange>[] = [
  {
    key: 'pair',
    title: 'Columns',
    isHeader: true,
    cell: ({ a, b }) => (
      <span class="cut" title={`${a} and ${b}`}>
        {a} <span class="dim">and</span> {b}
      </span>
    ),
  },
  { key: 'reference', title: 'Reference', isFigure: true, cell: ({ reference }) => text(reference) },
  { key: 'current', title: 'Current', isFigure: true, cell: ({ current }) => text(current) },
  {
    key: 'change',
    title: 'Change',
    isFigure: true,
    cell: (row) => (
      <Figure
        label={`${row.a} and ${row.b}: ${changeText(row)}, from ${text(row.reference)} to ${text(row.current)}`}
        copies={String(row.current - row.reference)}
        explain={() => ({
          title: `${row.a} and ${row.b}`,
          note: 'Pearson’s correlation',
          pairs: [
            { key: 'says', name: 'says', value: 'how straight the two go together, from −1 to 1; 0 is not at all' },
            { key: 'reference', name: 'reference', value: String(row.reference) },
            { key: 'current', name: 'current', value: String(row.current) },
          ],
        })}
      >
        {changeText(row)}
      </Figure>
    ),
  },
];
