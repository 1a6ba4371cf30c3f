import { useSignal } from '@preact/signals';
import { count } from '../../../engine/src/language/figures.ts';
import { screenFigure } from '../../../engine/src/language/screenFigures.ts';
import type { DataMoves, RunDifferences } from '../../../engine/src/operations/runs/compare/runDifferences.ts';
import { Answered } from '../../shared/components/states.tsx';
import { Table } from '../../shared/components/table.tsx';
import { useAnswer } from '../../shared/hooks.ts';
import type { CompareState } from '../compareState.ts';
import { type DataPair, dataPairs } from '../model/dataPairs.ts';
import { RunHead } from './runHead.tsx';

export interface DataChangesProps {
  readonly state: CompareState;
  readonly differences: RunDifferences;
}

/** What is recorded of each version beside the baseline's; how its values lie is read on demand. */
export function DataChanges({ state, differences }: DataChangesProps) {
  return (
    <ul class="data-changes">
      {dataPairs(differences).map((pair) => (
        <li key={`${pair.dataset} ${pair.b}`}>
          <Change state={state} pair={pair} />
        </li>
      ))}
    </ul>
  );
}

function Change({ state, pair }: { readonly state: CompareState; readonly pair: DataPair }) {
  const isRead = useSignal(false);
  const { dataset, a, b, run, words } = pair;
  const answer = useAnswer('dataMoves', isRead.value ? { dataset, a, b } : undefined, []);
  return (
    <>
      <RunHead state={state} run={run} /> read <b>{dataset}</b> {b.slice(0, 8)} instead of {a.slice(0, 8)}
      {words.length === 0 ? '' : `: ${words.join(', ')}`}{' '}
      {isRead.value ? (
        <Answered answer={answer} rows={3}>
          {(moves) => <Moved moves={moves} dataset={dataset} />}
        </Answered>
      ) : (
        <button
          type="button"
          class="link"
          onClick={() => {
            isRead.value = true;
          }}
        >
          Read how values moved
        </button>
      )}
    </>
  );
}

function Moved({ moves, dataset }: { readonly moves: DataMoves; readonly dataset: string }) {
  const { added, removed, changed, columns, columnsInAll } = moves;
  const rows = [
    `${count(added)} rows came`,
    `${count(removed)} went`,
    ...(changed === null ? [] : [`${count(changed)} changed`]),
  ];
  return (
    <>
      <p class="cap">
        {rows.join(', ')}. {count(columns.length)} of {count(columnsInAll)} columns moved
      </p>
      {columns.length > 0 && (
        <Table
          label={`Columns of ${dataset} that moved`}
          rows={columns}
          keyOf={({ name }) => name}
          columns={[
            { key: 'name', title: 'Column', isHeader: true, cell: ({ name }) => <span class="cut">{name}</span> },
            { key: 'shift', title: 'Shift', isFigure: true, cell: ({ shift }) => screenFigure(shift) },
            { key: 'how', title: 'Values', cell: ({ how }) => (how === '' ? <span class="dim">sensitive</span> : how) },
          ]}
        />
      )}
    </>
  );
}
