import '../../shared/components/fields.css';
import { useSignal } from '@preact/signals';
import { bytes, count } from '../../../engine/src/language/figures.ts';
import type { ArtifactRow, RunPage } from '../../../engine/src/operations/runs/page/runPage.ts';
import { Section } from '../../shared/components/section.tsx';
import { Empty, Unknowable } from '../../shared/components/states.tsx';
import { Table } from '../../shared/components/table.tsx';
import { useKept } from '../../shared/hooks.ts';
import { artifactGroups, type Group } from '../model/groups.ts';
import { ArtifactPreview } from './artifactPreview.tsx';

/** Of a folder as many are shown at first, and more on demand. */
const SHOWN = 50;
const SEARCHED_FROM = 20;

/** Files of the run by the step that made them, and beside them what is in the chosen one. */
export function Artifacts({ page: { artifacts, artifactsMissing, id } }: { readonly page: RunPage }) {
  const search = useSignal('');
  const kept = useKept<string | undefined>('artifact', (path) => (typeof path === 'string' ? path : undefined));
  const groups = artifactGroups(artifacts, search.value);
  const shown = artifacts.find(({ path }) => path === kept.value) ?? firstSeen(groups);
  if (artifacts.length === 0)
    return (
      <section class="sec">
        {artifactsMissing === undefined ? (
          <Empty title="No artifacts" text="Files that steps keep appear here." />
        ) : (
          <Unknowable title="Artifacts are not here" text={artifactsMissing} />
        )}
      </section>
    );
  return (
    <div class="files">
      <div class="files-list">
        {artifactsMissing !== undefined && (
          <div class="sec">
            <p class="cap" role="status">
              {artifactsMissing}
            </p>
          </div>
        )}
        {artifacts.length > SEARCHED_FROM && (
          <div class="sec">
            <input
              type="search"
              aria-label="Search artifacts"
              placeholder="Search artifacts"
              value={search.value}
              onInput={({ currentTarget }) => (search.value = currentTarget.value)}
            />
          </div>
        )}
        {groups.length === 0 && (
          <div class="sec">
            <p class="cap" role="status">
              No artifact matches
            </p>
          </div>
        )}
        {groups.map(({ name, members }) => (
          <Folder
            key={name}
            name={name}
            artifacts={members}
            shown={shown?.path}
            onShow={(path) => {
              kept.value = path;
            }}
          />
        ))}
      </div>
      {shown !== undefined && <ArtifactPreview key={shown.path} artifact={shown} run={id} />}
    </div>
  );
}

/** The first file that can be looked at, in the order of the list. */
function firstSeen(groups: readonly Group<ArtifactRow>[]): ArtifactRow | undefined {
  const all = groups.flatMap(({ members }) => members);
  return all.find(({ isHere }) => isHere) ?? all[0];
}

interface FolderProps {
  readonly name: string;
  readonly artifacts: RunPage['artifacts'];
  /** Path of the file that is looked at. */
  readonly shown: string | undefined;
  readonly onShow: (path: string) => void;
}

function Folder({ name, artifacts, shown: looked, onShow }: FolderProps) {
  const shown = useSignal(SHOWN);
  const size = artifacts.reduce((sum, row) => sum + row.size, 0);
  return (
    <Section title={name === '' ? 'Run' : name} caption={`${count(artifacts.length)}, ${bytes(size)}`}>
      <Table
        label={`Artifacts of ${name}`}
        class="artifacts"
        rows={artifacts.slice(0, shown.value)}
        keyOf={({ path }) => path}
        columns={[
          {
            key: 'path',
            title: 'File',
            isHeader: true,
            cell: (row) => (
              <button
                type="button"
                class="file cut"
                title={row.path}
                aria-current={row.path === looked || undefined}
                onClick={() => onShow(row.path)}
              >
                {name === '' ? row.path : row.path.slice(name.length + 1)}
                {!row.isHere && <span class="cap"> not on this machine</span>}
              </button>
            ),
          },
          { key: 'size', title: 'Size', isFigure: true, class: 'c-size', cell: ({ size }) => bytes(size) },
        ]}
      />
      {shown.value < artifacts.length && (
        <button type="button" class="link small" onClick={() => (shown.value += SHOWN * 4)}>
          {count(Math.min(SHOWN * 4, artifacts.length - shown.value))} more of {count(artifacts.length)}
        </button>
      )}
    </Section>
  );
}
