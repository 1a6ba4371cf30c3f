import { dirtyDiff, gitTags } from '../../../engine/src/operations/run/record.ts';
import type { Host, Stores } from '../../../engine/src/ports/host.ts';
import type { RunArtifact } from '../../../engine/src/ports/runStore.ts';

export interface FactsPlace {
  readonly host: Host;
  /** Of the project, absolute. */
  readonly root: string;
  readonly stores: Stores;
}

/** Commit, branch and uncommitted changes of the project, as runs of pipelines keep them; nothing outside of git. */
export async function gitFacts({ host, root, stores }: FactsPlace): Promise<{
  readonly tags: Readonly<Record<string, string>>;
  readonly artifacts: readonly RunArtifact[];
}> {
  try {
    const git = host.git(root);
    const head = await git.head();
    if (head === undefined) return { tags: {}, artifacts: [] };
    return { tags: gitTags(head), artifacts: head.dirty ? await dirtyDiff({ ...stores, git }) : [] };
  } catch (error) {
    host.log.warn(`what git says is not kept: ${error instanceof Error ? error.message : String(error)}`);
    return { tags: {}, artifacts: [] };
  }
}
