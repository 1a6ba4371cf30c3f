import { count, cut } from '../../../engine/src/language/figures.ts';
import { onScreen, percent, percentPoints } from '../../../engine/src/language/screenFigures.ts';
import type { ColumnReport, SliceMove } from '../../../engine/src/monitoring/report/columnReport.ts';
import { linear } from '../../shared/charts/scale.ts';
import { ticksOf } from '../../shared/charts/ticks.ts';
import { valueIn } from '../model/driftTexts.ts';
import { useChartWidth } from '../printing.ts';
import { RowsPlot } from './rowsPlot.tsx';

const MOST = 8;
const ROW = 21;
const RIGHT = 62;

/** Where the column moved: each slice from what it was (hollow) to what it is (filled), the largest part first. */
export function Where({ column }: { readonly column: ColumnReport }) {
  const [box, width] = useChartWidth();
  const moves = column.where.slice(0, MOST);
  const bys = [...new Set(moves.map(({ by }) => by))];
  const names = moves.map((move) => (bys.length === 1 ? move.value : `${move.by} ${move.value}`));
  const left = Math.min(120, Math.max(40, ...names.map((name) => name.length * 6.3 + 8)));
  const values = moves.flatMap(({ reference, current }) => [reference, current]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = high > low ? (high - low) * 0.06 : Math.abs(high) * 0.1 || 1;
  const x = linear([low - room, high + room], [left, Math.max(left + 10, width - RIGHT)]);
  const ticks = ticksOf(x.domain, { most: 3, short: true });
  const isShare = moves[0]?.category != null;
  const bottom = moves.length * ROW;
  const decimals = decimalsOf(moves);
  return (
    <div class="chart-box">
      <h3 class="cap">
        {titleOf(moves[0], bys)} <span class="dim">hollow reference, filled current</span>
      </h3>
      <RowsPlot
        {...{ box, width }}
        rows={moves.length}
        rowHeight={ROW}
        read={(i) => read(moves[i]!, names[i]!)}
        valueAt={(i) => x.at(moves[i]!.current)}
      >
        {width > 0 && (
          <svg class="chart" width={width} height={bottom + 20} role="img" aria-label={labelOf(moves, names)}>
            {moves.map((move, i) => {
              const y = i * ROW + 11.5;
              const [from, to] = [x.at(move.reference), x.at(move.current)];
              return (
                <g key={`${i}`}>
                  <text class="fg" x="0" y={y + 4}>
                    {shortened(names[i]!, left)}
                  </text>
                  <path class="gl" d={`M${left} ${y}H${width - RIGHT}`} />
                  <path class="ax" d={`M${from} ${y}H${to}`} />
                  <circle class="hollow" cx={from} cy={y} r="3.4" />
                  <circle class="m1" cx={to} cy={y} r="3.6" />
                  <text class="e fg" x={width - 2} y={y + 4}>
                    {changeText(move, decimals)}
                  </text>
                </g>
              );
            })}
            {ticks.values.map((value, i) => (
              <text class="m" key={value} x={x.at(value)} y={bottom + 15}>
                {isShare ? percent(value) : ticks.texts[i]}
              </text>
            ))}
          </svg>
        )}
      </RowsPlot>
    </div>
  );
}

function titleOf(first: SliceMove | undefined, bys: readonly string[]): string {
  const what = first?.category == null ? 'mean' : `share of ${first.category}`;
  return `Where: ${what}${bys.length === 1 ? ` by ${bys[0]}` : ''}`;
}

function changeText({ reference, current, category }: SliceMove, decimals: number): string {
  const change = current - reference;
  if (category !== null) return percentPoints(change);
  return onScreen(`${change < 0 ? '' : '+'}${cut(change, decimals)}`);
}

/** So many as tell the largest change by three digits. */
function decimalsOf(moves: readonly SliceMove[]): number {
  const most = Math.max(...moves.map(({ reference, current }) => Math.abs(current - reference)), 1e-12);
  return Math.min(12, Math.max(0, 2 - Math.floor(Math.log10(most))));
}

function read({ reference, current, category, rows, explains }: SliceMove, name: string) {
  const text = category === null ? valueIn : (share: number) => percent(share, 1);
  return {
    title: name,
    rows: [
      { name: 'reference', text: `${text(reference)}, ${count(rows.reference)} rows` },
      { name: 'current', color: 1, text: `${text(current)}, ${count(rows.current)} rows` },
      { name: 'of the change', text: percent(explains, 0) },
    ],
  };
}

function said({ reference, current, category, rows, explains }: SliceMove, name: string): string {
  const text = category === null ? valueIn : (share: number) => percent(share, 1);
  const counts = `${count(rows.reference)} and ${count(rows.current)} rows`;
  return `${name}: ${text(reference)} to ${text(current)}, ${percent(explains, 0)} of the change, ${counts}`;
}

function labelOf(moves: readonly SliceMove[], names: readonly string[]): string {
  return `Where it moved: ${moves.map((move, i) => said(move, names[i]!)).join('; ')}`;
}

function shortened(name: string, width: number): string {
  const letters = Math.floor((width - 6) / 6.3);
  return name.length > letters ? `${name.slice(0, Math.max(1, letters - 1))}…` : name;
}
