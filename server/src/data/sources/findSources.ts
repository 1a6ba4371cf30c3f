import { Failure } from '../../../../engine/src/failure.ts';
import type { Host } from '../../../../engine/src/ports/host.ts';
import type { Memo } from '../../../../engine/src/ports/memo.ts';
import type { RunSource, SourceAccess } from '../../../../engine/src/ports/runSource.ts';
import type { AddedSource } from '../../protocol.ts';

export interface Found {
  readonly source: RunSource;
  /** Of one that the user added. */
  readonly access?: SourceAccess;
}

export interface Findings {
  readonly sources: readonly Found[];
  readonly unreadable: readonly Failure[];
}

interface Opening {
  readonly memo: Memo;
  /** Milliseconds for one answer of a server. */
  readonly patience: number;
}

/** What lies in the project's folder. */
export async function folderSources(host: Host, root: string, memo: Memo): Promise<Findings> {
  const { sources, unreadable } = await host.openRunSources(root, memo);
  return { sources: sources.map((source) => ({ source })), unreadable };
}

/** What the user added, in its order; one that cannot be read holds up no other. */
export async function addedSources(host: Host, added: readonly AddedSource[], opening: Opening): Promise<Findings> {
  const all = await Promise.all(added.map((one) => addedSource(host, one, opening)));
  return { sources: all.flatMap(({ sources }) => sources), unreadable: all.flatMap(({ unreadable }) => unreadable) };
}

async function addedSource(host: Host, { place, token }: AddedSource, { memo, patience }: Opening): Promise<Findings> {
  const access = { patience, ...(token === undefined ? {} : { token }) };
  try {
    const inside = isAddress(place) ? undefined : await host.openRunSources(place, memo);
    if (inside !== undefined && inside.sources.length + inside.unreadable.length > 0)
      return { sources: inside.sources.map((source) => ({ source, access })), unreadable: inside.unreadable };
    return { sources: [{ source: await host.openRunSource(place, { ...access, memo }), access }], unreadable: [] };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { sources: [], unreadable: [error] };
  }
}

function isAddress(place: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(place);
}
