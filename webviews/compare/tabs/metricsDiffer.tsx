import './metricsDiffer.css';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { count } from '../../../engine/src/language/figures.ts';
import { metricHeader, valueText } from '../../../engine/src/language/screenFigures.ts';
import type {
  ComparedFigure,
  MetricDifference,
  RunDifferences,
} from '../../../engine/src/operations/runs/compare/runDifferences.ts';
import { Difference } from '../../shared/components/difference.tsx';
import { Section } from '../../shared/components/section.tsx';
import { type Column, Table } from '../../shared/components/table.tsx';
import { useChannel } from '../../shared/hooks.ts';
import type { CompareState } from '../compareState.ts';
import { heldMetric, pairNotes } from '../model/pairWords.ts';
import { shortRun } from '../model/runLooks.ts';
import { type PairKnown, pairedRunsOf, pairKey } from '../pairedRuns.ts';
import { PairingProgress } from './pairingProgress.tsx';
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
  const paired = pairedRunsOf(useChannel());
  const isAll = useSignal(false);
  const { runs, baseline, metrics } = differences;
  const base = runs[baseline]?.id ?? '';
  const ids = runs.map(({ id }) => id);
  useEffect(() => paired.want(ids.map((run) => ({ run, baseline: base }))), [paired, base, ids.join()]);
  const known = paired.known.value;
  const pairOf = (run: string) => known.get(pairKey({ run, baseline: base }));
  const differing = metrics.filter(({ differs }) => differs);
  if (differing.length === 0) return null;
  const shown = isAll.value ? differing : differing.slice(0, FIRST);
  const equal = metrics.length - differing.length;
  const columns = runs.map(
    ({ id }, at): Column<MetricDifference> => ({
      key: id,
      title: <RunHead state={state} run={id} />,
      cell: (metric) => <Figure metric={metric} figure={metric.values[at] ?? null} pair={pairOf(id)} />,
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
      <PairingProgress keys={ids.map((run) => pairKey({ run, baseline: base }))} />
      <ul class="pair-notes cap">
        {pairNotes(
          ids.filter((id) => id !== base).map((id) => ({ run: shortRun(state.table.value, id), known: pairOf(id) })),
          shortRun(state.table.value, base),
        ).map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
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
      {held.by !== null && (
        <Difference against={held.by} {...(held.decimals === undefined ? {} : { decimals: held.decimals })} />
      )}
      {held.interval !== '' && (
        <span class="t dim" title="95% interval of the difference, on the same rows">
          {held.interval}
        </span>
      )}
    </span>
  );
}
