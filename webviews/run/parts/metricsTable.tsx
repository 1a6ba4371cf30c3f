import { useSignal } from '@preact/signals';
import { count, decimalsOf } from '../../../engine/src/language/figures.ts';
import { percent, valueText } from '../../../engine/src/language/screenFigures.ts';
import type { PageMetric, RunPage } from '../../../engine/src/operations/runs/page/runPage.ts';
import { Badge } from '../../shared/components/badge.tsx';
import { Difference } from '../../shared/components/difference.tsx';
import { Figure } from '../../shared/components/figure.tsx';
import { MetricName } from '../../shared/components/metricCell.tsx';
import { Section } from '../../shared/components/section.tsx';
import { type Column, Table } from '../../shared/components/table.tsx';
import { Whisker } from '../../shared/components/whisker.tsx';
import { intervalText } from '../../shared/figureTexts.ts';
import { foldedAfter, metricSentence, rowStrip } from '../model/metricRows.ts';
import { explainMetric } from './explainMetric.tsx';
import { PlaceLink } from './sentence.tsx';

/** A row for each metric; columns that would be empty are left out. */
export function MetricsTable({ page }: { readonly page: RunPage }) {
  const isOpen = useSignal(false);
  const { metrics } = page;
  const folded = foldedAfter(metrics);
  const columns = columnsOf(page);
  const shown = isOpen.value ? metrics : metrics.slice(0, folded);
  return (
    <Section title="Metrics" caption={captionOf(page)}>
      <Table
        label="Metrics"
        class={columns.length <= 2 ? 'metrics short' : 'metrics'}
        columns={columns}
        rows={shown}
        keyOf={({ step, name }) => `${step}/${name}`}
      />
      {folded < metrics.length && (
        <button
          type="button"
          class="link small"
          aria-expanded={isOpen.value}
          onClick={() => (isOpen.value = !isOpen.value)}
        >
          {isOpen.value ? 'Fewer' : `${count(metrics.length - folded)} more`}
        </button>
      )}
    </Section>
  );
}

function captionOf({ evaluation, against }: RunPage): string | undefined {
  const parts = [];
  if (evaluation?.intervals) parts.push(`intervals: ${count(evaluation.intervals.resamples)} bootstrap draws`);
  if (evaluation !== null && against !== null)
    parts.push(`against ${against.alias}: ${against.sameRows ? 'same rows' : 'other rows'}`);
  return parts.length === 0 ? undefined : parts.join('; ');
}

function columnsOf(page: RunPage): readonly Column<PageMetric>[] {
  const { metrics, evaluation, against } = page;
  const level = percent(evaluation?.intervals?.level ?? 0.95);
  const hasAgainst = metrics.some((row) => row.against !== null);
  const hasIntervals = metrics.some((row) => intervalText(row) !== undefined);
  const hasConditions = metrics.some(({ conditions }) => conditions.length > 0);
  const name = against === null ? 'production' : `${against.alias} v${against.version}`;
  return [
    {
      key: 'name',
      title: 'Metric',
      isHeader: true,
      cell: (row) => (
        <span class="cut" title={row.name}>
          <MetricName name={row.name} better={row.better} />
          {row.sql !== null && <span class="cap not-narrow"> SQL</span>}
        </span>
      ),
    },
    {
      key: 'value',
      title: 'Value',
      isFigure: true,
      cell: (row) => (
        <Figure label={metricSentence(row)} explain={() => explainMetric(row, page)}>
          {valueText(row)}
        </Figure>
      ),
    },
    ...(hasIntervals
      ? [
          {
            key: 'whisker',
            title: (
              <>
                {level} interval<span class="not-narrow">{hasAgainst ? `, ${against?.alias} marked` : ''}</span>
              </>
            ),
            class: 'c-whisker',
            cell: (row: PageMetric) => (
              <Whisker
                value={row.value}
                low={row.low}
                high={row.high}
                scale={rowStrip(row)}
                mark={row.against?.value}
              />
            ),
          },
          {
            key: 'interval',
            title: 'Interval',
            isFigure: true,
            class: 'not-narrow dim',
            cell: (row: PageMetric) => intervalText(row) ?? <span title={row.reason ?? undefined}>-</span>,
          },
        ]
      : []),
    ...(hasAgainst
      ? [
          {
            key: 'against',
            title: `Against ${name}`,
            cell: (row: PageMetric) => <AgainstCell row={row} />,
          },
        ]
      : []),
    ...(hasConditions
      ? [
          {
            key: 'conditions',
            title: 'Condition',
            class: 'not-narrow',
            cell: ({ conditions }: PageMetric) => <Conditions conditions={conditions} />,
          },
        ]
      : []),
  ];
}

function AgainstCell({ row: { against, low, high } }: { readonly row: PageMetric }) {
  if (against === null) return <span class="dim">-</span>;
  const decimals = decimalsOf(low, high);
  return (
    <>
      <Difference against={against} {...(decimals === undefined ? {} : { decimals })} />
      <span class="dim t not-medium">, was {valueText(against)}</span>
    </>
  );
}

function Conditions({ conditions }: Pick<PageMetric, 'conditions'>) {
  if (conditions.length === 0) return <span class="dim">none</span>;
  return (
    <>
      {conditions.map(({ text, isMet, place }) => (
        <span key={text} class="condition">
          <Badge kind={isMet === null ? 'unknown' : isMet ? 'passed' : 'failed'}>
            <PlaceLink place={place}>{text.replace('>=', '≥').replace('<=', '≤')}</PlaceLink>
          </Badge>
        </span>
      ))}
    </>
  );
}
