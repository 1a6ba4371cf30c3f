import type { LiveRun, SpecPlace } from '../../engine/src/operations/runs/page/runPage.ts';
import type { Topic } from '../../server/src/protocol.ts';
import type { SpecText } from '../../server/src/views/monitors.ts';
import type { ArtifactAsked } from '../../server/src/views/runPage.ts';
import type { Told, ViewQuestion, ViewQuestions } from '../../server/src/views/viewQuestions.ts';

/** What a panel's page and the extension say to each other. */

/** From the extension. */
export type ToPage =
  /**
   * What the page is about; sent before it is there, once it is ready, and again where that changes. The answer to a `first`
   * question comes without being asked for.
   */
  | {
      readonly kind: 'begin';
      readonly subject: unknown;
      readonly first?: { readonly question: ViewQuestion; readonly params: unknown };
    }
  | { readonly kind: 'first'; readonly told: Told<unknown> }
  | { readonly kind: 'answer'; readonly id: number; readonly told: Told<unknown> }
  /** What was told may be other now: ask again. */
  | { readonly kind: 'changed'; readonly topics: readonly Topic[] }
  | { readonly kind: 'live'; readonly runs: readonly LiveRun[] }
  /** What the user chose outside of the page, in a menu, a list or the palette, or what became of something it asked for. */
  | { readonly kind: 'act'; readonly act: string; readonly argument: Readonly<Record<string, unknown>> };

/** From the page. */
export type FromPage =
  | { readonly kind: 'ready' }
  | {
      readonly [Q in ViewQuestion]: {
        readonly kind: 'ask';
        readonly id: number;
        readonly question: Q;
        readonly params: ViewQuestions[Q]['params'];
      };
    }[ViewQuestion]
  /** One of the commands that the panel allows, with its argument. */
  | { readonly kind: 'command'; readonly command: string; readonly argument: unknown }
  /** Bytes for a file that the user names. */
  | { readonly kind: 'save'; readonly name: string; readonly bytes: Uint8Array }
  | { readonly kind: 'copy'; readonly text: string }
  /** A mistake of ours, for the log. */
  | { readonly kind: 'failed'; readonly message: string };

/** What the panel itself does for its page, beside the commands of the editor that it allows. */
export const PAGE_COMMANDS = {
  /** Opens a spec at its line. */
  openPlace: 'openPlace',
  /** Opens a spec with one of its values replaced, for the user to look at and save. */
  replaceText: 'replaceText',
  /** Opens the bytes of an artifact in the editor. */
  openArtifact: 'openArtifact',
  /** Opens the whole log of a run as a text. */
  openLog: 'openLog',
  /** Shows a file of a run beside that of another in the editor's difference view. */
  openDiff: 'openDiff',
  showOutput: 'showOutput',
  manageTrust: 'manageTrust',
  /** Lets the user choose of a list, in the editor's own. */
  choose: 'choose',
  /** Opens, saves or changes views that have a name. */
  openView: 'openView',
  saveView: 'saveView',
  /** Explains why a metric changed from one run to another. */
  explain: 'explain',
  stopExplaining: 'stopExplaining',
  /** Judges the gates of a move. */
  judge: 'judge',
  stopJudging: 'stopJudging',
  /** Moves the alias that a page is about, or takes a move back. */
  move: 'move',
  /** Says how far two files of data have moved from each other; its report may be saved as a page of its own. */
  compareFiles: 'compareFiles',
  saveFilesReport: 'saveFilesReport',
  /** Chooses the project's Python. */
  choosePython: 'choosePython',
} as const;

export interface PageArguments {
  readonly openPlace: SpecPlace;
  readonly replaceText: SpecText & { readonly by: string };
  readonly openArtifact: ArtifactAsked;
  readonly openLog: { readonly run: string };
  readonly openDiff: { readonly run: string; readonly other: string; readonly path: string };
  readonly showOutput: undefined;
  readonly manageTrust: undefined;
  readonly choose: Choice;
  readonly openView: { readonly name: string | null };
  readonly saveView: ViewToSave;
  readonly explain: RunPair;
  readonly stopExplaining: RunPair;
  /** As `JudgeAsked`. */
  readonly judge: unknown;
  readonly stopJudging: undefined;
  /** As `MoveAsked`, with its kind. */
  readonly move: unknown;
  readonly compareFiles: FilePair;
  readonly saveFilesReport: FilePair;
  readonly choosePython: undefined;
}

/** What is chosen comes back as an act of this name with `ids`. */
export interface Choice {
  readonly act: string;
  readonly title: string;
  readonly items: readonly ChoiceItem[];
  /** Several may be chosen; those that are `isPicked` are at first. */
  readonly isMany?: boolean;
}

export interface ChoiceItem {
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  /** Begins a group of this name. */
  readonly group?: string;
  readonly isPicked?: boolean;
}

export interface ViewToSave {
  /** As `CompareView`. */
  readonly view: unknown;
  /** Under the name that it has; the user is asked for one where there is none. */
  readonly name: string | null;
}

/** By their absolute paths. */
export interface FilePair {
  readonly reference: string;
  readonly current: string;
}

export interface RunPair {
  readonly a: string;
  readonly b: string;
}
