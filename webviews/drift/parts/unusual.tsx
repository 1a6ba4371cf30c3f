import { percent } from '../../../engine/src/language/screenFigures.ts';
import type { UnusualRows } from '../../../engine/src/monitoring/report/monitorReport.ts';
import { Figure } from '../../shared/components/figure.tsx';
import { Section } from '../../shared/components/section.tsx';
import { type Column, Table } from '../../shared/components/table.tsx';
import { statisticText } from '../model/driftTexts.ts';
import { shortValue } from '../model/shortValue.ts';

type Row = UnusualRows['rows'][number];

const MOST_ROWS = 10;
const MOST_COLUMNS = 12;
const BECAUSE = 'makes the row unusual';

/** Rows that look like nothing in the reference; what is sensitive is masked before it comes here. */
export function Unusual({ unusual }: { readonly unusual: UnusualRows | null }) {
  if (unusual === null) return null;
  const { share, expected, rows } = unusual;
  const isMore = share > 2 * expected;
  return (
    <Section title="Most unusual rows" caption="rows that look like nothing in the reference">
      <p class="small">
        <Figure
          label={`${percent(share)} of the current rows are unusual`}
          copies={String(share)}
          explain={() => ({
            title: 'Unusual rows',
            note: 'share',
            pairs: [
              { key: 'current', name: 'current', value: String(share) },
              { key: 'expected', name: 'reference', value: `${expected}, by the same measure` },
            ],
          })}
        >
          <b class={isMore ? 'warn' : undefined}>{percent(share)}</b>
        </Figure>{' '}
        of the current rows are unusual; of the reference {percent(expected)} are, by the same measure.
        {rows.some(({ because }) => because.length > 0) && (
          <>
            {' '}
            <b>Bold</b> is what makes a row unusual.
          </>
        )}
      </p>
      {rows.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it
        <section class="scrolled" tabIndex={0} aria-label="Most unusual rows">
          <Table
            label="Most unusual rows"
            class="unusual"
            columns={columnsOf(unusual)}
            rows={rows.slice(0, MOST_ROWS)}
            keyOf={({ id }, i) => `${i} ${id}`}
          />
        </section>
      )}
    </Section>
  );
}

/** Those that make rows unusual come first. */
function columnsOf({ columns, rows }: UnusualRows): readonly Column<Row>[] {
  const because = new Set(rows.flatMap((row) => row.because));
  const order = [...columns.keys()].sort((a, b) => Number(because.has(columns[b]!)) - Number(because.has(columns[a]!)));
  return [
    { key: 'id', title: 'Row', isHeader: true, cell: ({ id }) => <span class="mono">{id}</span> },
    { key: 'score', title: 'Score', isFigure: true, cell: ({ score }) => statisticText(score) },
    ...order.slice(0, MOST_COLUMNS).map((at) => ({
      key: `c${at}`,
      title: columns[at]!,
      cell: ({ values, because: why }: Row) => {
        const value = values[at] ?? null;
        if (value === null) return <span class="dim">-</span>;
        const short = shortValue(value);
        const full = short === value ? undefined : value;
        if (!why.includes(columns[at]!)) return <span title={full}>{short}</span>;
        return <b title={full === undefined ? BECAUSE : `${full}, ${BECAUSE}`}>{short}</b>;
      },
    })),
  ];
}
