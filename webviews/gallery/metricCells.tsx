import type { PageMetric } from '../../engine/src/operations/runs/page/runPage.ts';
import { MetricCell, MetricName } from '../shared/components/metricCell.tsx';
import { Table } from '../shared/components/table.tsx';
import { stripOf } from '../shared/strip.ts';

const ROWS = '373,764, test, 8 to 30 June 2001';

export function MetricCells({ metrics }: { readonly metrics: readonly PageMetric[] }) {
  return (
    <Table
      label="Metrics"
      keyOf={({ name }) => name}
      rows={metrics}
      columns={[
        { key: 'name', title: 'Metric on test', isHeader: true, cell: (metric) => <MetricName {...metric} /> },
        {
          key: 'value',
          title: 'Value, interval, against production',
          class: 'cell-width',
          cell: (metric) => (
            <MetricCell
              metric={metric}
              scale={stripOf([metric, metric.against ?? undefined])}
              explain={() => ({
                title: `${metric.name} ${metric.value}`,
                note: metric.better === null ? undefined : `${metric.better} is better`,
                pairs: [
                  { key: 'rows', name: 'Rows', value: ROWS },
                  { key: 'full', name: 'Full value', value: <span class="mono">{metric.value}</span> },
                ],
              })}
            />
          ),
        },
        { key: 'reason', title: 'Why', class: 'not-narrow dim', cell: ({ reason }) => reason ?? '' },
      ]}
    />
  );
}
