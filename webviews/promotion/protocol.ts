import type { GateReport, ReportedGate } from '../../engine/src/registry/decisions/gateReport.ts';

/** What a promotion's page is about; kept with the panel, so that a reload of the window finds it again. */
export interface PromotionSubject {
  /** Address of the project's folder. */
  readonly root: string;
  readonly model: string;
  readonly version: number;
  /** The alias that the version is to have. */
  readonly alias: string;
}

/** Type of the panel, for the editor. */
export const PROMOTION_PANEL = 'modelyard.promotion';

/** What the page asks to be judged. */
export interface MoveAsked {
  readonly model: string;
  readonly version: number;
  readonly alias: string;
}

export interface JudgeAsked extends MoveAsked {
  /** Not what was judged before, though it holds. */
  readonly again: boolean;
  /** What a report must rest on to hold still. */
  readonly standsOn: StandsOn;
}

export interface StandsOn {
  /** Of the candidate's model. */
  readonly sha256: string;
  /** Version that the alias stands for. */
  readonly champion: number | null;
  /** Hashes of the rules of each policy. */
  readonly rules: readonly string[];
  /** Approvals that there are, whether or not they count. */
  readonly approvals: readonly string[];
  /** Who would move the alias, and so does not count as somebody else. */
  readonly mover: readonly string[];
}

/** What the panel does to the alias for its page. */
export type MoveKind = 'promote' | 'pullRequest' | 'finish' | 'undo';

/** What all gates of a move said, whether or not it was written into the registry. */
export interface JudgedGates
  extends Pick<GateReport, 'at' | 'sha256' | 'allowed' | 'policies' | 'gates' | 'approvals'> {
  /** Version that the alias stood for. */
  readonly champion: number | null;
}

/** Name of the act by which the page hears of gates. */
export const JUDGING = 'judging';

export type JudgingTold =
  | { readonly kind: 'begun' }
  | { readonly kind: 'gate'; readonly gate: ReportedGate }
  | { readonly kind: 'ended'; readonly report: JudgedGates }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'refused'; readonly message: string; readonly next?: string };

/** Name of the act by which the page hears what became of a move. */
export const MOVING = 'moving';

export type MovingTold =
  | { readonly kind: 'begun'; readonly move: MoveKind }
  | { readonly kind: 'done'; readonly move: MoveKind; readonly commit?: string; readonly url?: string }
  | { readonly kind: 'refused'; readonly move: MoveKind; readonly message: string; readonly next?: string };
