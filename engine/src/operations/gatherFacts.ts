import { FactGatherer } from '../facts/factGatherer.ts';
import { RegistryFacts } from '../facts/registryFacts.ts';
import type { Host } from '../ports/host.ts';
import type { Project } from '../project/project.ts';
import { temporaryFolder } from './dataFile.ts';
import { storesThere } from './storesThere.ts';

/** What git remembers of a project's registry, for `gatherFacts`. */
export function registryFacts(host: Host, root: string): RegistryFacts {
  const { files } = host;
  return new RegistryFacts({ root, files, git: host.git(root) }, async () => (await storesThere(host, root))?.memo);
}

/**
 * The snapshot with what can be known about files, and with `data` about columns and SQL; without, what locks tell of those.
 * Looks at the data from a folder of its own outside of the project, which may be read-only.
 */
export async function gatherFacts(
  host: Host,
  root: string,
  project: Project,
  { data, registry }: { readonly data: boolean; readonly registry?: RegistryFacts },
): Promise<Project> {
  const { files, machine } = host;
  const openMemo = async () => (await storesThere(host, root))?.memo;
  const sources = {
    root,
    files,
    git: host.git(root),
    variables: machine.variables,
    readsData: data,
    openMemo,
    registry,
  };
  if (!data && project.locks.size === 0) return new FactGatherer(sources).gather(project);
  const tmpFolder = temporaryFolder(host);
  const openData = (readable: readonly string[]) => host.openData({ tmpFolder, readable });
  try {
    return await new FactGatherer({ ...sources, openData }).gather(project);
  } finally {
    await files.remove(tmpFolder);
  }
}
