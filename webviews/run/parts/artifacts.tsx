import { useSignal } from '@preact/signals';
import { bytes, count } from '../../../engine/src/language/figures.ts';
import type { RunPage } from '../../../server/src/views.ts';
import { Section } from '../../shared/components/section.tsx';
import { Empty } from '../../shared/components/states.tsx';
import { Table } from '../../shared/components/table.tsx';
import { short } from '../model/crumb.ts';
import { artifactGroups } from '../model/groups.ts';
import { ArtifactLink } from './artifactLink.tsx';

/** Of a folder as many are shown at first, and more on demand. */
const SHOWN = 50;
const SEARCHED_FROM = 20;

/** Files of the run by the step that made them. */
export function Artifacts({ page: { artifacts, id } }: { readonly page: RunPage }) {
  const search = useSignal('');
  const groups = artifactGroups(artifacts, search.value);
  if (artifacts.length === 0)
    return (
      <section class="sec">
        <Empty title="No artifacts" text="Files that steps keep appear here." />
      </section>
    );
  return (
    <>
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
        <Folder key={name} name={name} artifacts={members} run={id} />
      ))}
    </>
  );
}

interface FolderProps {
  readonly name: string;
  readonly artifacts: RunPage['artifacts'];
  readonly run: string;
}

function Folder({ name, artifacts, run }: FolderProps) {
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
              <span class="cut" title={row.path}>
                <ArtifactLink artifact={row} run={run}>
                  {name === '' ? row.path : row.path.slice(name.length + 1)}
                </ArtifactLink>
                {!row.isHere && <span class="cap"> not on this machine</span>}
              </span>
            ),
          },
          { key: 'size', title: 'Size', isFigure: true, class: 'c-size', cell: ({ size }) => bytes(size) },
          {
            key: 'sha',
            title: 'SHA-256',
            class: 'c-sha not-narrow dim',
            cell: ({ sha256 }) => (
              <span class="mono" title={sha256}>
                {short(sha256, 12)}
              </span>
            ),
          },
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
