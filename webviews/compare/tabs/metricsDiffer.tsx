import './metricsDiffer.css';
import { useSignal } from '@preact/signals';
import { count } from '../../../engine/src/language/figures.ts';
import { metricHeader, valueText } from '../../../engine/src/language/screenFigures.ts';
import type {
  ComparedFigure,
  MetricDifference,
  RunDifferences,
} from '../../../engine/src/operations/runs/compare/runDifferences.ts';
import { Section } from '../../shared/components/section.tsx';
import { type Column, Table } from '../../shared/components/table.tsx';
import type { CompareState } from '../compareState.ts';
import { heldMetric } from '../model/pairWords.ts';
import type { PairKnown } from '../pairedRuns.ts';
import { HeldDifference } from './heldDifference.tsx';
import { PairNotes, usePaired } from './pairing.tsx';
import { RunHead } from './runHead.tsx';
import { Scrolled } from './scrolled.tsx';

/** More lines than these nobody reads at once. */
const FIRST = 12;

export interface MetricsDifferProps {
  readonly state: CompareState;
  readonly differences: RunDifferences;
}

/** Metrics that are not the same in all runs, each held against the baseline's: on the same rows where both were scored on them. */
export function MetricsDiffer({ state, differences }: MetricsDifferProps) {
  const isAll = useSignal(false);
  const { runs, baseline, metrics } = differences;
  const base = runs[baseline]?.id ?? '';
  const ids = runs.map(({ id }) => id);
  const known = usePaired({ runs: ids, baseline: base });
  const differing = metrics.filter(({ differs }) => differs);
  if (differing.length === 0) return null;
  const shown = isAll.value ? differing : differing.slice(0, FIRST);
  const equal = metrics.length - differing.length;
  const columns = runs.map(
    ({ id }, at): Column<MetricDifference> => ({
      key: id,
      title: <RunHead state={state} run={id} />,
      cell: (metric) => <Figure metric={metric} figure={metric.values[at] ?? null} pair={known[at]} />,
    }),
  );
  return (
    <Section
      title="Metrics"
      caption={`${count(differing.length)} ${differing.length === 1 ? 'differs' : 'differ'}, ${count(equal)} equal`}
    >
      <Scrolled label="Metrics">
        <Table
          label="Metrics"
          class="differs"
          rows={shown}
          keyOf={({ name }) => name}
          columns={[
            {
              key: 'name',
              title: 'Name',
              isHeader: true,
              cell: ({ name, better }) => (
                <span class="cut" title={name}>
                  {metricHeader(name, better)}
                </span>
              ),
            },
            ...columns,
          ]}
        />
      </Scrolled>
      {shown.length < differing.length && (
        <button
          type="button"
          class="link small"
          onClick={() => {
            isAll.value = true;
          }}
        >
          {count(differing.length - shown.length)} more
        </button>
      )}
      <PairNotes state={state} runs={ids} baseline={base} known={known} />
    </Section>
  );
}

interface FigureProps {
  readonly metric: MetricDifference;
  readonly figure: ComparedFigure | null;
  readonly pair: PairKnown | undefined;
}

function Figure({ metric, figure, pair }: FigureProps) {
  if (figure === null) return <span class="dim">not there</span>;
  const held = heldMetric(metric, figure, pair);
  return (
    <span class="held-figure">
      <span class="t">{valueText(figure)}</span>
      {held.by !== null && <HeldDifference against={held.by} decimals={held.decimals} interval={held.interval} />}
    </span>
  );
}
