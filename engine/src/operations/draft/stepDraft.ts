/** A step that is drafted from a program of the user's. */
export interface StepDraft {
  readonly id: string;
  /** Words of the command; expressions are words of their own. */
  readonly command: readonly string[];
  readonly params: readonly DraftParam[];
  readonly inputs: readonly DraftEntry[];
  readonly outputs: readonly DraftEntry[];
  readonly python: { readonly venv?: string; readonly requirements?: string };
  /** False: nothing tells what the program reads, so that it runs every time. */
  readonly cache: boolean;
  /** What a look at the text does not tell, or what the user should know. */
  readonly notes: readonly string[];
}

export interface DraftEntry {
  readonly name: string;
  readonly value: string;
  /** Why, where it is a guess. */
  readonly comment?: string;
}

export interface DraftParam {
  readonly name: string;
  readonly type: 'integer' | 'float' | 'string' | 'boolean';
  /** Absent: a run must give it. */
  readonly default?: number | string | boolean;
  readonly choices?: readonly (number | string)[];
  readonly description?: string;
}
