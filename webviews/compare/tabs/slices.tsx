import '../../shared/components/fields.css';
import './tabs.css';
import { useSignal } from '@preact/signals';
import { count } from '../../../engine/src/language/figures.ts';
import { metricHeader } from '../../../engine/src/language/screenFigures.ts';
import { Section } from '../../shared/components/section.tsx';
import { SliceFields } from '../../shared/components/sliceFields.tsx';
import { type Column, Table } from '../../shared/components/table.tsx';
import { Whisker } from '../../shared/components/whisker.tsx';
import { FIRST_SLICES, leastRows } from '../../shared/sliceRows.ts';
import type { CompareState } from '../compareState.ts';
import {
  type ComparedCell,
  type ComparedSlice,
  type ComparedSlices,
  comparedSlices,
  type SlicedRun,
  slicedColumns,
  slicedMetrics,
} from '../model/sliceComparison.ts';
import { slicesIn } from '../pairedRuns.ts';
import { Choose } from './choose.tsx';
import { FirstRuns } from './firstRuns.tsx';
import { HeldDifference } from './heldDifference.tsx';
import { PairNotes, usePaired } from './pairing.tsx';
import { RunHead } from './runHead.tsx';
import { Scrolled } from './scrolled.tsx';
import { Unanswered } from './unanswered.tsx';
import { type Pages, usePages } from './usePages.ts';

/** More columns with whiskers than these are not read side by side. */
const MOST_RUNS = 6;
const MORE = 24;

/** Slices of the selected runs side by side. */
export function Slices({ state }: { readonly state: CompareState }) {
  const pages = usePages(state, MOST_RUNS);
  const { runs, answers } = pages;
  const sliced: readonly SlicedRun[] = answers.map(({ value }) => value);
  if (slicedColumns(sliced).length > 0)
    return <Compared key={runs.join()} state={state} pages={pages} sliced={sliced} />;
  return (
    <Unanswered
      answers={answers}
      title="No slices"
      text="None of these runs was evaluated by slices: `slices` of model/evaluate."
    />
  );
}

interface ComparedProps {
  readonly state: CompareState;
  readonly pages: Pages;
  readonly sliced: readonly SlicedRun[];
}

function Compared({ state, pages: { runs, total }, sliced }: ComparedProps) {
  const [column, metricName] = [useSignal(''), useSignal('')];
  const search = useSignal('');
  const least = useSignal<number | undefined>(undefined);
  const shown = useSignal(FIRST_SLICES);
  const columns = slicedColumns(sliced);
  const chosen = columns.find((name) => name === column.value) ?? columns[0]!;
  const metrics = slicedMetrics(sliced, chosen);
  const metric = metrics.find(({ name }) => name === metricName.value) ?? metrics[0];
  const minRows = least.value ?? (search.value === '' ? usualLeast(sliced, chosen) : 0);
  const pair = { runs, baseline: runs[0] ?? '', slices: chosen };
  const known = usePaired(pair);
  const view = comparedSlices(
    sliced,
    metric?.better ?? null,
    { column: chosen, metric: metric?.name ?? '', search: search.value, minRows, shown: shown.value },
    known.map((one) => slicesIn(one, chosen)),
  );
  return (
    <Section
      title={`Slices by ${chosen}`}
      caption={`${count(view.rows.length)} of ${count(view.total)}, those that lose most to the first run come first`}
    >
      <FirstRuns shown={runs.length} total={total} />
      <div class="slice-filter">
        {columns.length > 1 && <Choose label="Column of the slices" names={columns} value={chosen} chosen={column} />}
        {metrics.length > 1 && (
          <Choose
            label="Metric"
            names={metrics.map(({ name }) => name)}
            value={metric?.name ?? ''}
            chosen={metricName}
          />
        )}
        <SliceFields column={chosen} search={search} minRows={minRows} chosenLeast={least} />
      </div>
      {view.rows.length === 0 ? (
        <p class="cap" role="status">
          No slice matches
        </p>
      ) : (
        <Scrolled label={`Slices by ${chosen}, side by side`}>
          <SliceTable
            state={state}
            runs={runs}
            view={view}
            column={chosen}
            head={metricHeader(metric?.name ?? '', metric?.better ?? null)}
          />
        </Scrolled>
      )}
      <PairNotes state={state} {...pair} known={known} />
      {view.rows.length < view.matching && (
        <button type="button" class="link small" onClick={() => (shown.value += MORE)}>
          {count(Math.min(MORE, view.matching - view.rows.length))} more
        </button>
      )}
    </Section>
  );
}

interface SliceTableProps {
  readonly state: CompareState;
  readonly runs: readonly string[];
  readonly view: ComparedSlices;
  readonly column: string;
  readonly head: string;
}

function SliceTable({ state, runs, view, column, head }: SliceTableProps) {
  const columns = runs.map(
    (run, at): Column<ComparedSlice> => ({
      key: run,
      title: <RunHead state={state} run={run} />,
      cell: ({ cells }) => <Cell cell={cells[at]} strip={view.strip} />,
    }),
  );
  return (
    <Table
      label={`${head} of slices by ${column}`}
      class="slices compared"
      rows={view.rows}
      keyOf={({ name, isMissing }) => `${isMissing} ${name}`}
      columns={[
        {
          key: 'name',
          title: head,
          isHeader: true,
          cell: ({ name, isMissing }) => (
            <span class={`cut ${isMissing ? 'dim' : ''}`} title={name}>
              {name}
            </span>
          ),
        },
        { key: 'rows', title: 'Rows', isFigure: true, class: 'dim', cell: ({ rows }) => count(rows) },
        ...columns,
      ]}
    />
  );
}

function Cell({ cell, strip }: { readonly cell: ComparedCell | undefined; readonly strip: ComparedSlices['strip'] }) {
  const value = cell?.measured?.value;
  if (cell === undefined || value == null) return <span class="cap">{cell?.measured?.reason ?? 'not measured'}</span>;
  const { low, high } = cell.measured ?? {};
  return (
    <div class="slice-cell">
      <span class="t">{cell.text}</span>
      <Whisker value={value} low={low} high={high} scale={strip} />
      {cell.difference !== null && (
        <HeldDifference
          against={{ difference: cell.difference, verdict: cell.verdict }}
          decimals={cell.decimals}
          interval={cell.interval}
        />
      )}
      {cell.unpaired !== null && <span class="cap">unpaired: {cell.unpaired}</span>}
    </div>
  );
}

/** As the page of a run leaves small slices out. */
function usualLeast(runs: readonly SlicedRun[], column: string): number {
  return Math.max(
    0,
    ...runs.flatMap((run) => {
      const slices = run?.evaluation?.slices.find((one) => one.column === column);
      return slices === undefined || run?.evaluation == null ? [] : [leastRows(slices, run.evaluation.rows)];
    }),
  );
}
