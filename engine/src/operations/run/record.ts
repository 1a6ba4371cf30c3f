import type { ArtifactStore } from '../../ports/artifactStore.ts';
import type { Git, GitHead } from '../../ports/git.ts';
import type { Machine } from '../../ports/host.ts';
import type { RunArtifact, RunStore } from '../../ports/runStore.ts';
import { RUN_TAGS } from '../../tracking/tags.ts';

export interface RunFacts {
  readonly pipeline: string;
  /** Path of the pipeline's file in the project. */
  readonly file: string;
  /** Texts of the spec files that the run reads, by path in the project. */
  readonly specs: ReadonlyMap<string, string>;
  /** What was asked for: selection, environment, given parameters. */
  readonly call: Readonly<Record<string, unknown>>;
}

/** Tags of a new run: where it comes from and on what machine it ran. */
export async function runTags(facts: RunFacts, git: Git, machine: Machine): Promise<Record<string, string>> {
  const head = await git.head();
  const { modelyard, node, platform, threads, memory } = machine;
  return {
    [RUN_TAGS.pipeline]: facts.pipeline,
    [RUN_TAGS.source]: facts.file,
    [RUN_TAGS.sourceType]: 'LOCAL',
    [RUN_TAGS.call]: JSON.stringify(facts.call),
    [RUN_TAGS.environment]: JSON.stringify({ modelyard, node, platform, threads, memory }),
    ...gitTags(head),
  };
}

/** Where git stood when a run began. */
export function gitTags(head: GitHead | undefined): Record<string, string> {
  return {
    ...(head?.commit ? { [RUN_TAGS.commit]: head.commit } : {}),
    ...(head?.branch ? { [RUN_TAGS.branch]: head.branch } : {}),
    ...(head ? { [RUN_TAGS.dirty]: String(head.dirty) } : {}),
  };
}

/** Keeps the spec files and the uncommitted changes with the run, so that it can be made again. */
export async function keepSources(
  run: string,
  facts: RunFacts,
  stores: { readonly runs: RunStore; readonly artifacts: ArtifactStore; readonly git: Git },
): Promise<void> {
  const artifacts: RunArtifact[] = [];
  for (const [path, text] of facts.specs)
    artifacts.push({ path: `specs/${path}`, ...(await stores.artifacts.putBytes(text)) });
  artifacts.push(...(await dirtyDiff(stores)));
  await stores.runs.log(run, { artifacts });
}

/** The uncommitted changes as an artifact; none where there are none. */
export async function dirtyDiff(stores: {
  readonly artifacts: ArtifactStore;
  readonly git: Git;
}): Promise<readonly RunArtifact[]> {
  const diff = await stores.git.dirtyDiff();
  return diff === '' ? [] : [{ path: 'git/dirty.diff', ...(await stores.artifacts.putBytes(diff)) }];
}
