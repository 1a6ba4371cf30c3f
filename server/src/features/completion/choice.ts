import type { CompletionItemKind } from 'vscode-languageserver';
import type { Span } from './line.ts';

/** Something that can stand at the cursor. */
export interface Choice {
  readonly label: string;
  readonly kind: CompletionItemKind;
  /** What is written; a snippet where `isSnippet`. */
  readonly text: string;
  readonly isSnippet?: boolean;
  /** Behind the label: a type, a kind, figures. */
  readonly detail?: string;
  readonly rank: Rank;
  /** What is replaced where it is not the whole token. */
  readonly span?: Span;
  readonly filter?: string;
  readonly doc?: Doc;
  readonly deprecated?: boolean;
}

/** Required and likely first, deprecated last. */
export type Rank = 'required' | 'best' | 'likely' | 'usual' | 'rest' | 'last';

export const RANKS: readonly Rank[] = ['required', 'best', 'likely', 'usual', 'rest', 'last'];

/** What an item is about, so that its documentation can be told later. */
export type Doc =
  /** Address of a schema: `pipeline.schema.json#/properties/steps`. */
  | { readonly kind: 'schema'; readonly at: string }
  | { readonly kind: 'spec'; readonly path: string }
  | { readonly kind: 'column'; readonly dataset: string; readonly name: string }
  | { readonly kind: 'model'; readonly name: string; readonly version: number }
  | { readonly kind: 'metric' | 'drift-test' | 'learner' | 'step' | 'sql-function' | 'function'; readonly name: string }
  | { readonly kind: 'param'; readonly learner: string; readonly name: string }
  | { readonly kind: 'rule'; readonly code: string };
