import type { Told, ViewQuestion, ViewQuestions } from '../../../server/src/views/viewQuestions.ts';
import type { Allowed } from './readMessage.ts';

export interface FirstQuestion {
  readonly question: ViewQuestion;
  readonly params: ViewQuestions[ViewQuestion]['params'];
}

/** A kind of page: what it is about, and what it may ask for. */
export interface PanelKind<S> extends Allowed {
  /** For the editor, and for what it restores after a reload. */
  readonly type: string;
  /** Its bundle in dist/webviews. */
  readonly page: string;
  /** Name of its two icons in client/icons. */
  readonly icon: string;
  /** Reads a subject that was kept with a panel; undefined where it is none. */
  readonly read: (kept: unknown) => S | undefined;
  /** Subjects with the same key share a panel. */
  readonly keyOf: (subject: S) => string;
  /** Address of the project's folder. */
  readonly rootOf: (subject: S) => string;
  readonly titleOf: (subject: S) => string;
  /** The page takes Ctrl+F itself. */
  readonly hasOwnFind?: boolean;
  /** What the page asks before anything else: it is asked while the page's frame is made. */
  readonly asksFirst?: (subject: S) => FirstQuestion | undefined;
  /** Whether an answer comes from another machine: what changes here says nothing of it, and it is not asked again for that. */
  readonly isAway?: (question: ViewQuestion, told: Told<unknown>) => boolean;
  /** A better title, once an answer names what the panel shows. */
  readonly titleFrom?: (question: ViewQuestion, told: Told<unknown>) => string | undefined;
}
