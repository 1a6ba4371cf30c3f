import '../../shared/components/fields.css';
import './tabs.css';
import { useSignal } from '@preact/signals';
import { count } from '../../../engine/src/language/figures.ts';
import { Section } from '../../shared/components/section.tsx';
import { Table } from '../../shared/components/table.tsx';
import { useKept } from '../../shared/hooks.ts';
import type { CompareState } from '../compareState.ts';
import { type ComparedArtifact, comparedArtifacts } from '../model/artifactRows.ts';
import { ArtifactSides } from './artifactSides.tsx';
import { comparedRuns } from './comparedRuns.ts';
import { FirstRuns } from './firstRuns.tsx';
import { Unanswered } from './unanswered.tsx';
import { useAnswers } from './useAnswers.ts';

const MOST_RUNS = 4;
const SHOWN = 100;

/** Files of the selected runs by their path, and beside them what is in the chosen one, run by run. */
export function Artifacts({ state }: { readonly state: CompareState }) {
  const all = comparedRuns(state);
  const runs = all.slice(0, MOST_RUNS);
  const answers = useAnswers(
    'runParts',
    runs.map((run) => ({ run })),
  );
  const search = useSignal('');
  const kept = useKept<string | undefined>('comparedArtifact', (path) => (typeof path === 'string' ? path : undefined));
  const artifacts = answers.map(({ value }) => value?.artifacts ?? []);
  const rows = comparedArtifacts(artifacts, search.value);
  const shown = rows.find(({ path }) => path === kept.value) ?? rows[0];
  if (answers.some(({ value }) => value === undefined) || artifacts.every((one) => one.length === 0))
    return <Unanswered answers={answers} title="No artifacts" text="None of these runs kept a file." />;
  return (
    <>
      <FirstRuns shown={runs.length} total={all.length} />
      <div class="compared-files">
        <Section title="Files" caption={captionOf(rows)}>
          <input
            type="search"
            aria-label="Search artifacts"
            placeholder="Search artifacts"
            value={search.value}
            onInput={({ currentTarget }) => (search.value = currentTarget.value)}
          />
          <Files
            rows={rows}
            shown={shown?.path}
            onShow={(path) => {
              kept.value = path;
            }}
          />
        </Section>
        {shown !== undefined && <ArtifactSides key={shown.path} state={state} runs={runs} artifact={shown} />}
      </div>
    </>
  );
}

interface FilesProps {
  readonly rows: readonly ComparedArtifact[];
  readonly shown: string | undefined;
  readonly onShow: (path: string) => void;
}

function Files({ rows, shown, onShow }: FilesProps) {
  const most = useSignal(SHOWN);
  if (rows.length === 0)
    return (
      <p class="cap" role="status">
        No artifact matches
      </p>
    );
  return (
    <>
      <Table
        label="Artifacts by path"
        class="artifacts"
        rows={rows.slice(0, most.value)}
        keyOf={({ path }) => path}
        columns={[
          {
            key: 'path',
            title: 'File',
            isHeader: true,
            cell: ({ path }) => (
              <button
                type="button"
                class="file cut"
                title={path}
                aria-current={path === shown || undefined}
                onClick={() => onShow(path)}
              >
                {path}
              </button>
            ),
          },
          { key: 'state', title: 'Is', class: 'c-state', cell: (row) => <span class="small">{stateText(row)}</span> },
        ]}
      />
      {most.value < rows.length && (
        <button type="button" class="link small" onClick={() => (most.value += SHOWN * 4)}>
          {count(Math.min(SHOWN * 4, rows.length - most.value))} more of {count(rows.length)}
        </button>
      )}
    </>
  );
}

function stateText({ state, files }: ComparedArtifact): string {
  if (state !== 'missing') return state;
  return `in ${count(files.filter((file) => file !== undefined).length)} of ${count(files.length)}`;
}

function captionOf(rows: readonly ComparedArtifact[]): string {
  const differing = rows.filter(({ state }) => state === 'differs').length;
  return `${count(rows.length)}, ${count(differing)} ${differing === 1 ? 'differs' : 'differ'}`;
}
