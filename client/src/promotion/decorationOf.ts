/** How a file is marked in lists of files. */
export interface Decoration {
  /** One or two letters. */
  readonly badge: string;
  readonly tooltip: string;
  readonly isError: boolean;
}

/** What outweighs what, by the codes of problems. */
const DECORATIONS: readonly (readonly [string, Decoration])[] = [
  ['registry-edited', { badge: '≠', tooltip: 'Its facts are not those that were registered', isError: true }],
  ['alias-hash-differs', { badge: '≠', tooltip: 'The alias and its version are not of the same model', isError: true }],
  ['alias-without-gates', { badge: '!', tooltip: 'The alias moved past its gates', isError: false }],
  ['approval-void', { badge: '!', tooltip: 'The approval does not count any more', isError: false }],
  ['card-metric-differs', { badge: '≠', tooltip: 'The card says other figures than its version', isError: false }],
  ['card-behind', { badge: '↓', tooltip: 'The card is of an older version', isError: false }],
];

/** The mark of a file with these problems; undefined where none of them is of what was decided. */
export function decorationOf(codes: readonly string[]): Decoration | undefined {
  return DECORATIONS.find(([code]) => codes.includes(code))?.[1];
}
