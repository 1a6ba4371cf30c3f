import { Failure } from '../../../failure.ts';
import { unifiedDiff } from '../../../language/lineDiff.ts';
import type { ArtifactStore } from '../../../ports/artifactStore.ts';
import type { Run, RunArtifact } from '../../../ports/runStore.ts';
import { cutText } from './cutText.ts';
import type { FileDifferences, FileState, Unknown } from './runDifferences.ts';

/** Where a run keeps the texts of its specs. */
export const SPECS = 'specs/';

/** The specs that a run kept, by their paths in the project. */
export function specsOf({ artifacts }: Pick<Run, 'artifacts'>): ReadonlyMap<string, RunArtifact> {
  return new Map(
    artifacts.filter(({ path }) => path.startsWith(SPECS)).map((one) => [one.path.slice(SPECS.length), one]),
  );
}

/** Texts of specs, as the runs kept them, that are others than the baseline's. */
export async function specDifferences(
  runs: readonly Run[],
  baseline: number,
  artifacts: Pick<ArtifactStore, 'bytes'>,
): Promise<FileDifferences> {
  const kept = runs.map(specsOf);
  const unknown = kept.flatMap((specs, run): Unknown[] =>
    specs.size > 0 ? [] : [{ run, reason: 'It kept no specs: no pipeline made it' }],
  );
  const base = kept[baseline];
  const paths = [...new Set(kept.flatMap((specs) => [...specs.keys()]))].sort();
  const rows = await Promise.all(
    paths.map(async (path) => ({
      path,
      values: await Promise.all(
        kept.map((specs, run): Promise<FileState> | FileState => {
          if (run === baseline) return { kind: 'baseline' };
          if (specs.size === 0 || base === undefined || base.size === 0) return { kind: 'unknown' };
          return stateOf(base.get(path), specs.get(path), artifacts);
        }),
      ),
    })),
  );
  const files = rows.filter(({ values }) => values.some(({ kind }) => !['baseline', 'same', 'unknown'].includes(kind)));
  return { files, equal: rows.length - files.length, unknown };
}

async function stateOf(
  before: RunArtifact | undefined,
  after: RunArtifact | undefined,
  artifacts: Pick<ArtifactStore, 'bytes'>,
): Promise<FileState> {
  if (before?.sha256 === after?.sha256) return { kind: 'same' };
  const kind = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
  const texts = [await textOf(before, artifacts), await textOf(after, artifacts)] as const;
  if (texts[0] === undefined || texts[1] === undefined) return { kind, lines: null, text: null };
  const { added, removed, text } = unifiedDiff(texts[0], texts[1]);
  return { kind, lines: { added, removed }, text: cutText(text) };
}

/** Undefined where its bytes are not here. */
async function textOf(
  artifact: RunArtifact | undefined,
  artifacts: Pick<ArtifactStore, 'bytes'>,
): Promise<string | undefined> {
  if (artifact === undefined) return '';
  try {
    return new TextDecoder().decode(await artifacts.bytes(artifact.sha256, artifact.path));
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
