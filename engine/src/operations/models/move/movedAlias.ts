import type { GateResult } from '../../promotion/gateResult.ts';

/** Of a move, what it may lack. */
export const NOTHING_MOVED = {
  commit: null,
  branch: null,
  url: null,
  opened: false,
  report: null,
  gates: null,
  reason: null,
  uncommitted: [],
} as const;

/** What became of a promotion or of a way back. */
export interface MovedAlias {
  /** Whether the policy lets it; where it does not, nothing was written. */
  readonly allowed: boolean;
  /** False where the alias stands for this version already, or may not. */
  readonly moved: boolean;
  readonly model: string;
  readonly version: number;
  readonly alias: string;
  readonly sha256: string;
  /** False where no policy guards the alias. */
  readonly guarded: boolean;
  /** What it stood for before; null where it held nothing. */
  readonly previous: number | null;
  /** Of a way back. */
  readonly reason: string | null;
  /** Full hash; null where nothing was committed. */
  readonly commit: string | null;
  /** The branch of a pull request. */
  readonly branch: string | null;
  /** Page of the pull request, or the one on which it is opened. */
  readonly url: string | null;
  readonly opened: boolean;
  /** Path of the gate report, relative to the project. */
  readonly report: string | null;
  /** Files that gates have read and that are not committed, relative to the repository: nobody else has them as they were. */
  readonly uncommitted: readonly string[];
  /** What the gates said; null where none were asked. */
  readonly gates: GateResult | null;
}
