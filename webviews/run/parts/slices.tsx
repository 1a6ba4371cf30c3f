import '../../shared/components/fields.css';
import { useSignal } from '@preact/signals';
import { count } from '../../../engine/src/language/figures.ts';
import type { PageEvaluation, PageMetric } from '../../../engine/src/operations/runs/page/runPage.ts';
import { Section } from '../../shared/components/section.tsx';
import { SliceFields } from '../../shared/components/sliceFields.tsx';
import { Table } from '../../shared/components/table.tsx';
import { Whisker } from '../../shared/components/whisker.tsx';
import { useKept } from '../../shared/hooks.ts';
import {
  FIRST_SLICES,
  leastRows,
  SEARCHED_FROM,
  type SliceRow,
  sliceCount,
  slicedMetric,
  sliceView,
} from '../../shared/sliceRows.ts';

const MORE = 24;

export interface SlicesProps {
  readonly evaluation: PageEvaluation;
  readonly metrics: readonly PageMetric[];
}

/** Parts of the rows by the values of a column, worst first. */
export function Slices({ evaluation: { slices, rows: all }, metrics }: SlicesProps) {
  const column = useKept('slices', (kept) => (typeof kept === 'string' ? kept : ''));
  const search = useSignal('');
  const chosenLeast = useSignal<number | undefined>(undefined);
  const shown = useSignal(FIRST_SLICES);
  const chosen = slices.find((each) => each.column === column.value) ?? slices[0]!;
  const metric = slicedMetric(chosen, metrics);
  // Who searches for a slice wants to see it, however small.
  const minRows = chosenLeast.value ?? (search.value === '' ? leastRows(chosen, all) : 0);
  const view = sliceView(chosen, metric, { search: search.value, minRows, shown: shown.value });
  const choose = (name: string) => {
    column.value = name;
    search.value = '';
    chosenLeast.value = undefined;
    shown.value = FIRST_SLICES;
  };
  return (
    <Section
      title={slices.length === 1 ? `Slices by ${chosen.column}` : 'Slices by'}
      caption={
        <>
          {slices.length > 1 && (
            <select
              aria-label="Column of the slices"
              value={chosen.column}
              onChange={({ currentTarget }) => choose(currentTarget.value)}
            >
              {slices.map((each) => (
                <option key={each.column} value={each.column}>
                  {each.column}
                </option>
              ))}
            </select>
          )}{' '}
          {sliceCount(view, chosen, metric.better !== null)}
        </>
      }
    >
      {chosen.values.length > SEARCHED_FROM && (
        <div class="slice-filter">
          <SliceFields column={chosen.column} search={search} minRows={minRows} chosenLeast={chosenLeast} />
        </div>
      )}
      {view.rows.length === 0 ? (
        <p class="cap" role="status">
          No slice matches
        </p>
      ) : (
        <Table
          label={`Slices by ${chosen.column}`}
          class="slices"
          rows={view.rows}
          keyOf={({ name, isMissing }) => `${isMissing} ${name}`}
          columns={[
            {
              key: 'name',
              title: <span class="cut">{chosen.column}</span>,
              isHeader: true,
              cell: ({ name, isMissing }) => (
                <span class={`cut ${isMissing ? 'dim' : ''}`} title={name}>
                  {name}
                </span>
              ),
            },
            { key: 'rows', title: 'Rows', isFigure: true, class: 'dim', cell: ({ rows }) => count(rows) },
            { key: 'value', title: <span class="cut">{metric.name}</span>, isFigure: true, cell: ({ value }) => value },
            {
              key: 'whisker',
              title: (
                <>
                  Interval<span class="not-narrow">, whole test marked</span>
                </>
              ),
              class: 'c-slice',
              cell: (row) => <SliceWhisker row={row} strip={view.strip} whole={metric.value} />,
            },
          ]}
        />
      )}
      {view.rows.length < view.matching && (
        <button type="button" class="link small" onClick={() => (shown.value += MORE)}>
          {count(Math.min(MORE, view.matching - view.rows.length))} more
        </button>
      )}
    </Section>
  );
}

interface SliceWhiskerProps {
  readonly row: SliceRow;
  readonly strip: ReturnType<typeof sliceView>['strip'];
  readonly whole: PageMetric['value'];
}

function SliceWhisker({ row: { measured, reason }, strip, whole }: SliceWhiskerProps) {
  if (measured?.value == null) return <span class="cap">{reason ?? 'not measured'}</span>;
  return <Whisker value={measured.value} low={measured.low} high={measured.high} scale={strip} mark={whole} />;
}
