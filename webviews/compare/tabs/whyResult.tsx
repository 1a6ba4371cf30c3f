import {
  difference,
  differenceInWords,
  metricHeader,
  onScreen,
  screenFigure,
} from '../../../engine/src/language/screenFigures.ts';
import type { ChangeExplanation } from '../../../engine/src/operations/models/explain/explanation.ts';
import { type Column, Table } from '../../shared/components/table.tsx';
import { type WaterfallLine, waterfall } from '../model/waterfall.ts';

/** What each factor did to the metric, how sure that is, and what could not be told. */
export function WhyResult({ explanation }: { readonly explanation: ChangeExplanation }) {
  const { metric, better, from, to, notSwapped } = explanation;
  const { lines, decimals } = waterfall(explanation);
  return (
    <>
      <p>
        <b>
          {metricHeader(metric, better)} {screenFigure(from)} → {screenFigure(to)}
        </b>
        , {changeText(explanation)}. {leadText(lines, decimals)}
      </p>
      {lines.length > 0 && (
        <Table
          label={`What changed ${metric} from ${screenFigure(from)} to ${screenFigure(to)}`}
          class="why-table"
          columns={columnsFor(decimals)}
          rows={lines}
          keyOf={({ key }) => key}
        />
      )}
      {notSwapped.length > 0 && (
        <>
          <p>Not swapped, so that what it did is in “not explained”:</p>
          <ul>
            {notSwapped.map(({ factor, label, reason }) => (
              <li key={factor}>
                <b>{label}</b>: {reason}
              </li>
            ))}
          </ul>
        </>
      )}
      {wordsOf(explanation).map((sentence) => (
        <p class="cap" key={sentence}>
          {sentence}
        </p>
      ))}
    </>
  );
}

function columnsFor(decimals: number): readonly Column<WaterfallLine>[] {
  return [
    { key: 'factor', title: 'Factor', isHeader: true, cell: ({ label }) => label },
    { key: 'change', title: 'Change', isFigure: true, cell: ({ change }) => difference(change, null, decimals) },
    {
      key: 'bars',
      title: 'From the one to the other',
      class: 'why-bars not-narrow',
      cell: (line) => <Bar line={line} />,
    },
    { key: 'verdict', title: 'Verdict', cell: (line) => verdictText(line, decimals) },
    { key: 'was', title: 'Was → is', cell: ({ before, after }) => movedText(before, after) },
  ];
}

/** Where the metric went; the row says it in words. */
function Bar({ line: { from, to, noise, tone } }: { readonly line: WaterfallLine }) {
  const [left, right] = from < to ? [from, to] : [to, from];
  return (
    <svg aria-hidden="true" focusable="false">
      {noise !== null && (
        <rect class="why-noise" x={percent(noise.low)} width={percent(noise.high - noise.low)} y="0" height="18" />
      )}
      <line class="why-zero" x1={percent(from)} x2={percent(from)} y1="0" y2="18" />
      <rect
        class={`why-bar ${tone}`}
        x={percent(left)}
        width={percent(Math.max(0.004, right - left))}
        y="4"
        height="10"
      />
    </svg>
  );
}

function percent(share: number): string {
  return `${(share * 100).toFixed(3)}%`;
}

function changeText({ difference: change, better }: ChangeExplanation): string {
  if (change === 0) return 'no change';
  if (better === null) return difference(change, null);
  return onScreen(differenceInWords(change, change > 0 === (better === 'higher') ? 'better' : 'worse'));
}

/** What did most, in words. */
function leadText(lines: readonly WaterfallLine[], decimals: number): string {
  if (lines.length === 0) return 'Nothing that the metric hangs on differs between the runs.';
  const beyond = lines.filter(({ kind, tone, change }) => kind === 'factor' && tone !== 'noise' && change !== 0);
  const [most] = beyond.toSorted((a, b) => Math.abs(b.change) - Math.abs(a.change));
  if (most !== undefined) return `${most.label} did most: ${difference(most.change, null, decimals)}.`;
  return lines.some(({ tone }) => tone === 'noise') ? 'No factor did more than seeds alone do.' : '';
}

function verdictText({ kind, tone, change, spread }: WaterfallLine, decimals: number) {
  const range =
    spread === null ? '' : `, ${difference(spread.low, null, decimals)} to ${difference(spread.high, null, decimals)}`;
  if (kind === 'rest') return <span class="dim">cannot be told apart</span>;
  if (change === 0) return <span class="dim">no change</span>;
  if (tone === 'noise') return <span class="dim">within noise{range}</span>;
  if (tone === 'plain') return <span class="dim">no verdict{range}</span>;
  return (
    <span class={tone === 'better' ? 'good' : 'bad'}>
      {tone}
      {range}
    </span>
  );
}

function movedText(before: string | null, after: string | null) {
  if (before === null && after === null) return '-';
  const text = `${before ?? '-'} → ${after ?? '-'}`;
  return <span title={text}>{text.length <= 90 ? text : `${text.slice(0, 89)}…`}</span>;
}

function wordsOf({ order, orders, contributions, notSwapped, noise, notes }: ChangeExplanation): readonly string[] {
  const named = [...contributions, ...notSwapped];
  const labels = order.map((id) => named.find(({ factor }) => factor === id)?.label ?? id);
  const { sd, band, seeds, reason } = noise;
  const inOrder = orders === 1 ? `Swapped in this order: ${labels.join(', ')}.` : `Means over ${orders} orders.`;
  const spread =
    sd === null || band === null
      ? []
      : [
          `Other seeds, ${seeds} of each run, move it by ${screenFigure(sd)} (standard deviation): up to ±${screenFigure(band)} is noise, the grey band.`,
        ];
  const unknown = reason === null ? [] : [`The noise is not known. ${reason}`];
  return [...(labels.length < 2 ? [] : [inOrder]), ...spread, ...unknown, ...notes];
}
