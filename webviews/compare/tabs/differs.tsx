import './tabs.css';
import { count } from '../../../engine/src/language/figures.ts';
import type { RunDifferences, Unknown } from '../../../engine/src/operations/runs/compare/runDifferences.ts';
import { Section } from '../../shared/components/section.tsx';
import { Answered, Empty, Unknowable } from '../../shared/components/states.tsx';
import { type Column, Table } from '../../shared/components/table.tsx';
import { useAnswer, useChannel } from '../../shared/hooks.ts';
import { PAGE_COMMANDS } from '../../shared/protocol.ts';
import type { CompareState } from '../compareState.ts';
import { type DifferCell, type DifferGroup, type DifferRow, differGroups, equalGroups } from '../model/differView.ts';
import { shortRun } from '../model/runLooks.ts';
import { comparedRuns } from './comparedRuns.ts';
import { DataChanges } from './dataChanges.tsx';
import { MetricsDiffer } from './metricsDiffer.tsx';
import { RunHead } from './runHead.tsx';
import { Scrolled } from './scrolled.tsx';

/** More columns than these are not read side by side. */
const MOST_RUNS = 8;

/** What differs between the selected runs: metrics, parameters, specs, code, data, features, environment, versions. */
export function Differs({ state }: { readonly state: CompareState }) {
  const all = comparedRuns(state);
  const runs = all.slice(0, MOST_RUNS);
  const baseline = state.baseline.value ?? runs[0];
  const isAsked = runs.length > 1 && baseline !== undefined;
  const answer = useAnswer('runDifferences', isAsked ? { runs, baseline } : undefined, ['runs', 'data']);
  if (!isAsked)
    return (
      <section class="sec">
        <Empty title="One run differs from nothing" text="Select a second run, or choose a baseline." />
      </section>
    );
  return (
    <Answered answer={answer} rows={8}>
      {(differences) => (
        <>
          {all.length > runs.length && (
            <p class="cap differs-cut">
              First {count(runs.length)} of {count(all.length)} runs
            </p>
          )}
          <Groups state={state} differences={differences} />
        </>
      )}
    </Answered>
  );
}

function Groups({ state, differences }: { readonly state: CompareState; readonly differences: RunDifferences }) {
  const groups = differGroups(differences);
  const equal = equalGroups(differences);
  const isNothing = groups.every(({ rows }) => rows.length === 0) && differences.metrics.every((one) => !one.differs);
  return (
    <>
      {isNothing && (
        <section class="sec">
          <Empty title="Nothing differs that is known" text="What these runs recorded is the same." />
        </section>
      )}
      <MetricsDiffer state={state} differences={differences} />
      {groups.map((group) => (
        <Section key={group.title} title={group.title} caption={group.caption}>
          {group.rows.length > 0 && <Rows state={state} group={group} differences={differences} />}
          {group.title === 'Data' && <DataChanges state={state} differences={differences} />}
          <NotKnown state={state} unknown={group.unknown} differences={differences} />
        </Section>
      ))}
      {equal.length > 0 && !isNothing && <p class="cap differs-equal">The same in all: {equal.join(', ')}</p>}
    </>
  );
}

interface RowsProps {
  readonly state: CompareState;
  readonly group: DifferGroup;
  readonly differences: RunDifferences;
}

function Rows({ state, group, differences }: RowsProps) {
  const channel = useChannel();
  const { runs, baseline } = differences;
  const other = runs[baseline]?.id ?? '';
  const columns = runs.map(
    ({ id }, at): Column<DifferRow> => ({
      key: id,
      title: <RunHead state={state} run={id} />,
      cell: ({ cells, name }) => (
        <Cell
          cell={cells[at]}
          onOpen={() => channel.command(PAGE_COMMANDS.openDiff, { run: id, other, path: name })}
          label={`Open what changed in ${name}`}
        />
      ),
    }),
  );
  return (
    <Scrolled label={group.title}>
      <Table
        label={group.title}
        class="differs"
        rows={group.rows}
        keyOf={({ name }) => name}
        columns={[
          {
            key: 'name',
            title: group.isFiles ? 'File' : 'Name',
            isHeader: true,
            cell: ({ name }) => (
              <span class={`cut ${group.isFiles ? 'mono' : ''}`} title={name}>
                {name}
              </span>
            ),
          },
          ...columns,
        ]}
      />
    </Scrolled>
  );
}

interface CellProps {
  readonly cell: DifferCell | undefined;
  readonly onOpen: () => void;
  readonly label: string;
}

function Cell({ cell, onOpen, label }: CellProps) {
  if (cell === undefined || cell.text === '') return null;
  const { text, isChanged, isMissing, canOpen, said } = cell;
  if (canOpen)
    return (
      <button type="button" class="link t" onClick={onOpen} title={said}>
        {text}
        <span class="sr">
          , {said}. {label}
        </span>
      </button>
    );
  return (
    <span class={`cut t ${isMissing ? 'dim' : ''} ${isChanged ? 'differing' : ''}`} title={said ?? text}>
      {text}
    </span>
  );
}

interface NotKnownProps {
  readonly state: CompareState;
  readonly unknown: readonly Unknown[];
  readonly differences: RunDifferences;
}

function NotKnown({ state, unknown, differences }: NotKnownProps) {
  return (
    <>
      {unknown.map(({ run, reason, next }) => (
        <Unknowable
          key={run}
          title={
            <span>
              Not known of <span class="mono">{shortRun(state.table.value, differences.runs[run]?.id ?? '')}</span>
            </span>
          }
          text={[reason, ...(next === undefined ? [] : [next.replaceAll('`', '')])].join('. ')}
        />
      ))}
    </>
  );
}
