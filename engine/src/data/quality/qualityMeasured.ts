import type { Bindings, Cell } from '../../ports/dataSource.ts';
import type { UserSql } from '../userSql.ts';
import type { CheckKind, CheckResult } from './qualityResult.ts';

/** A check that is to be measured on the data. */
export interface Measured {
  readonly name: string;
  readonly kind: CheckKind;
  readonly column?: string;
  readonly threshold: Cell;
  readonly bindings: Bindings;
  /** Columns it names by itself. */
  readonly needs?: readonly string[];
  /** SQL of the user, bound before it runs. */
  readonly sql?: UserSql;
  /** Columns that this SQL reads. */
  readonly reads?: readonly string[];
  /** SQL without columns that DuckDB refuses where a value of the spec is none, such as a pattern that is no RE2. */
  readonly probe?: string;
  /** Why it cannot be looked at. */
  readonly unknown?: string;
  readonly measure: Measure;
}

export type Measure =
  /** Rows that meet a predicate fail; `allow`: share that may. */
  | { readonly by: 'rows'; readonly failing: string; readonly allow: number }
  /** An aggregate, and what it means. */
  | { readonly by: 'value'; readonly value: string; verdict(value: Cell, rows: number): Verdict }
  /** A statement of its own that gives `failing`, and up to five `numbers` of failing rows as a list. */
  | { readonly by: 'statement'; readonly allow: number; statement(table: Numbered): string };

export type Verdict = Pick<CheckResult, 'status' | 'value'> & Partial<Pick<CheckResult, 'failing' | 'message'>>;

/** A table whose rows have their number, from 1; what stands after FROM. */
export interface Numbered {
  /** Without the number, which costs. */
  readonly table: string;
  readonly relation: string;
  /** The identifier of that column. */
  readonly number: string;
}

/** How many rows a check shows. */
export const SAMPLES = 5;
