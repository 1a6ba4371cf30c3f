import { count } from '../../../engine/src/language/figures.ts';
import { percent, percentPoints } from '../../../engine/src/language/screenFigures.ts';
import type { ColumnReport, Picture } from '../../../engine/src/monitoring/report/columnReport.ts';
import { useChartWidth } from '../printing.ts';
import { RowsPlot } from './rowsPlot.tsx';

export interface CategoriesChartProps {
  readonly column: ColumnReport;
  readonly picture: Picture & { readonly kind: 'categories' };
}

const MOST = 8;
const ROW = 21;
const NAMES = 0.3;
const CHANGE = 62;

/** The most frequent categories, the share of both sides as bars, and how it changed. */
export function CategoriesChart({ column, picture }: CategoriesChartProps) {
  const [box, width] = useChartWidth();
  const rows = topRows(picture);
  const names = Math.min(140, Math.max(56, width * NAMES));
  const named = rows.filter(({ isRest }) => !isRest);
  const most = Math.max(...named.flatMap(({ reference, current }) => [reference, current]), 1e-9);
  const size = (share: number) => Math.max(0, (share / most) * (width - names - CHANGE - 12));
  /** One bar for many others would leave nothing to see of the rest. */
  const isDrawn = ({ reference, current }: CategoryRow) => Math.max(reference, current) <= most;
  return (
    <div class="chart-box">
      <h3 class="cap">
        Most frequent <span class="dim">outline reference, filled current, change of share</span>
      </h3>
      <RowsPlot
        {...{ box, width }}
        rows={rows.length}
        rowHeight={ROW}
        read={(i) => read(rows[i]!)}
        valueAt={(i) => names + size(isDrawn(rows[i]!) ? rows[i]!.current : 0)}
      >
        {width > 0 && (
          <svg
            class="chart"
            width={width}
            height={rows.length * ROW + 2}
            role="img"
            aria-label={`Shares of ${column.column}: ${rows.map(said).join('; ')}`}
          >
            {rows.map((row, i) => {
              const y = i * ROW;
              return (
                <g key={`${i}`}>
                  <text class={row.isRest ? '' : 'fg'} x="0" y={y + 15}>
                    {shortened(row.name, names)}
                  </text>
                  {isDrawn(row) ? (
                    <>
                      <rect class="hc" x={names} y={y + 4} width={size(row.current)} height={ROW - 7} />
                      <path
                        class="hr"
                        d={`M${names} ${y + 4}h${size(row.reference)}v${ROW - 7}h${-size(row.reference)}z`}
                      />
                    </>
                  ) : (
                    <text x={names} y={y + 15}>{`${percent(row.reference, 1)} to ${percent(row.current, 1)}`}</text>
                  )}
                  <text class="e fg" x={width - 2} y={y + 15}>
                    {percentPoints(row.current - row.reference)}
                  </text>
                </g>
              );
            })}
          </svg>
        )}
      </RowsPlot>
    </div>
  );
}

interface CategoryRow {
  readonly name: string;
  readonly reference: number;
  readonly current: number;
  readonly isRest: boolean;
}

function topRows({ categories, reference, current, other }: CategoriesChartProps['picture']): readonly CategoryRow[] {
  const top = categories
    .slice(0, MOST)
    .map((name, i) => ({ name, reference: reference[i] ?? 0, current: current[i] ?? 0, isRest: false }));
  const cut = categories.length - top.length + other.categories;
  if (cut <= 0) return top;
  const rest = (side: readonly number[], more: number) => side.slice(MOST).reduce((sum, share) => sum + share, more);
  const sides = { reference: rest(reference, other.reference), current: rest(current, other.current) };
  return [...top, { name: `${count(cut)} others`, ...sides, isRest: true }];
}

function read({ name, reference, current }: CategoryRow) {
  return {
    title: name === '' ? '(empty)' : name,
    rows: [
      { name: 'reference', text: percent(reference, 2) },
      { name: 'current', color: 1, text: percent(current, 2) },
    ],
  };
}

function said({ name, reference, current }: CategoryRow): string {
  return `${name === '' ? '(empty)' : name} ${percent(reference, 1)} to ${percent(current, 1)}`;
}

function shortened(name: string, width: number): string {
  const letters = Math.floor((width - 8) / 6.3);
  if (name === '') return '(empty)';
  return name.length > letters ? `${name.slice(0, Math.max(1, letters - 1))}…` : name;
}
