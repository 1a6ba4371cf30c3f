import type { Connection } from 'vscode-languageserver';
import type { ProjectData } from '../data/projectData.ts';
import { type AddedSource, SOURCES_NOTIFICATION, type Sources } from '../protocol.ts';
import { pathOfUri } from '../workspace/uris.ts';

/**
 * Hands on what the client says that the user added to the sources of projects, which is kept in memory alone.
 * @returns what was added to a project, for one that is opened later
 */
export function followSources(
  connection: Connection,
  opened: ReadonlyMap<string, Pick<ProjectData, 'addSources'>>,
): (root: string) => readonly AddedSource[] {
  const byRoot = new Map<string, readonly AddedSource[]>();
  let everywhere: readonly AddedSource[] = [];
  const of = (root: string) => [...everywhere, ...(byRoot.get(root) ?? [])];
  connection.onNotification(SOURCES_NOTIFICATION, (said: Partial<Sources> | undefined) => {
    const path = typeof said?.root === 'string' ? pathOfUri(said.root) : undefined;
    const added = addedIn(said?.addresses);
    if (path === undefined) everywhere = added;
    else byRoot.set(path, added);
    for (const [root, data] of opened) if (path === undefined || root === path) data.addSources(of(root));
  });
  return of;
}

function addedIn(given: unknown): readonly AddedSource[] {
  const list = (Array.isArray(given) ? given : []) as readonly (Partial<AddedSource> | null)[];
  return list.flatMap((one) => {
    if (typeof one?.place !== 'string' || one.place === '') return [];
    return [{ place: one.place, ...(typeof one.token === 'string' ? { token: one.token } : {}) }];
  });
}
