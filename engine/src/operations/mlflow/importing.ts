import type { Host, Stores } from '../../ports/host.ts';
import type { RunSource } from '../../ports/runSource.ts';

/** What the parts of an import share. */
export interface Importing {
  readonly source: RunSource;
  readonly stores: Stores & { readonly root: string };
  readonly host: Host;
  readonly signal: AbortSignal;
  /** Says what could not be taken along, and why. */
  leaveOut(what: string, reason: string): void;
}

/** Why something failed, where that is not our fault; throws what is. */
export function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === 'AbortError') throw error;
  if (!(error instanceof Error)) throw error;
  const { reason, code } = error as { readonly reason?: unknown; readonly code?: unknown };
  // Nothing else would succeed after these either.
  if (reason === 'disk-full' || reason === 'store-busy' || reason === 'store-corrupt') throw error;
  if (typeof reason === 'string') return error.message;
  if (typeof code === 'string' && /^(E[A-Z]+|UND_ERR)/.test(code)) return error.message;
  if (error.name === 'TimeoutError' || /terminated/.test(error.message)) return error.message;
  throw error;
}
