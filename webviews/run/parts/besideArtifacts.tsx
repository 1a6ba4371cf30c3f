import { bytes, count } from '../../../engine/src/language/figures.ts';
import type { ArtifactRow, RunPage } from '../../../engine/src/operations/runs/page/runPage.ts';
import { Section } from '../../shared/components/section.tsx';
import { Pairs } from '../../shared/components/table.tsx';
import { short } from '../model/crumb.ts';
import { ArtifactLink } from './artifactLink.tsx';

const SHOWN = 3;

/** The first few; the others have a tab. */
export function BesideArtifacts({ page, onAll }: { readonly page: RunPage; readonly onAll: () => void }) {
  const { artifacts, id } = page;
  const size = artifacts.reduce((sum, row) => sum + row.size, 0);
  const shown = artifacts.length <= SHOWN + 1 ? artifacts : artifacts.slice(0, SHOWN);
  return (
    <Section title="Artifacts" end={`${count(artifacts.length)}, ${bytes(size)}`}>
      <Pairs pairs={shown.map((row) => artifactPair(row, id))} />
      {shown.length < artifacts.length && (
        <button type="button" class="link small" onClick={onAll}>
          {count(artifacts.length - shown.length)} more
        </button>
      )}
    </Section>
  );
}

function artifactPair(row: ArtifactRow, run: string) {
  const name = row.path.slice(row.path.lastIndexOf('/') + 1);
  return {
    key: row.path,
    name: (
      <ArtifactLink artifact={row} run={run}>
        {name}
      </ArtifactLink>
    ),
    title: row.path,
    value: (
      <>
        {bytes(row.size)} <span class="was mono">{short(row.sha256)}</span>
      </>
    ),
  };
}
