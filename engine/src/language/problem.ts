/** What is wrong in a file of the user: a result with a position, never an exception. */
export interface Problem {
  /** Stable name of the rule, such as `unknown-key`; `# modelyard-ignore CODE` silences it. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly range: Range;
  /** Path of the file relative to the project root, with `/`; set by whoever knows it. */
  readonly file?: string;
  readonly related?: readonly RelatedPlace[];
  /** What a quick fix needs, so that it need not parse the message. */
  readonly data?: ProblemData;
  /** Address of the documentation page of the rule. */
  readonly docs?: string;
}

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** Lines and characters count from zero; characters are UTF-16 code units, as in LSP. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** `end` is exclusive. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface RelatedPlace {
  readonly message: string;
  readonly range: Range;
  readonly file?: string;
}

export interface ProblemData {
  /** Path of the value in the file. */
  readonly path?: readonly (string | number)[];
  /** Names or values that would be right here, the likeliest first. */
  readonly candidates?: readonly string[];
  /** Text that mends the problem when it replaces `range`. */
  readonly replacement?: string;
  /** Key that is missing. */
  readonly missing?: string;
  /** Command line that mends the problem. */
  readonly command?: string;
}

/** Sorts by place in the file, then by code, so that every host shows the same order. */
export function byPlace(a: Problem, b: Problem): number {
  return comparePositions(a.range.start, b.range.start) || a.code.localeCompare(b.code, 'en');
}

export function comparePositions(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}
