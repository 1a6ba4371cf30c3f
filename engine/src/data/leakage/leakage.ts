import type { DataSource, TableFiles } from '../../ports/dataSource.ts';
import type { UserSql } from '../userSql.ts';
import { findAfterLabel } from './leakageAfterLabel.ts';
import { findIdentifiers } from './leakageIdentifiers.ts';
import { findMissingTells } from './leakageMissing.ts';
import { findTellingPairs } from './leakagePairs.ts';
import { type LabelledSample, readLabelledSample } from './leakageSample.ts';
import { findTelling } from './leakageTelling.ts';

/** Something in a table that tells the label, or the test rows, too well. */
export interface LeakageFinding {
  readonly kind: /** One column alone, or a sum, difference, product or ratio of two, predicts the label (`value`: ROC AUC, or R2 of a regression). */
    | 'tells-label'
    /** Whether the column is missing tells the label. */
    | 'missing-tells-label'
    /** Differs in (nearly) every row: an id, no property. */
    | 'identifier'
    /** A time after the row's own. */
    | 'after-label'
    /** Equal rows stand in several parts of a split. */
    | 'duplicates-across-parts'
    /** The same entity stands in several parts of a split that should keep it together. */
    | 'entity-across-parts';
  readonly columns: readonly string[];
  /** What was measured: an AUC, an R2, a share or a number of rows. */
  readonly value: number;
  /** `error`: a model built on this is worthless; `warning`: look at it. */
  readonly severity: 'error' | 'warning';
  /** One sentence with the figures. */
  readonly message: string;
}

export interface LeakageRequest {
  readonly files: TableFiles;
  /** A column name or an expression. */
  readonly target: UserSql;
  /** Column of the row's own time. */
  readonly timestamp?: string;
  /** Columns that tell a row from all others. */
  readonly key?: readonly string[];
  /** Columns to look at; default all but those that the target reads. */
  readonly columns?: readonly string[];
  /** Expressions to look at instead, by name. */
  readonly inputs?: Readonly<Record<string, UserSql>>;
  /** Rows to look at; default all. */
  readonly where?: UserSql;
  /** Labelled rows that are kept; default 100,000. */
  readonly mostRows?: number;
  /** Reads no further than so many rows from the beginning, or labelled ones; default all. */
  readonly first?: { readonly rows: number; readonly labelled: number };
  readonly signal?: AbortSignal | undefined;
}

/**
 * Looks for columns that tell the label too well, in at most 100,000 labelled rows spread evenly over the table:
 * always the same ones. Errors come first, then by what was measured. Columns of lists and structs are not looked at.
 * @throws Failure `sql-refused`, `unknown-column`, `no-label`, `label-constant`, `label-type`
 */
export async function findLeakage(source: DataSource, request: LeakageRequest): Promise<readonly LeakageFinding[]> {
  const sample = await readLabelledSample(source, request);
  return findInSample(sample, request);
}

function findInSample(
  sample: LabelledSample,
  { timestamp, key, signal }: Pick<LeakageRequest, 'timestamp' | 'key' | 'signal'>,
): readonly LeakageFinding[] {
  const check = () => signal?.throwIfAborted();
  const missing = findMissingTells(sample);
  check();
  const telling = findTelling(sample, namesOf(missing));
  check();
  const pairs = findTellingPairs(sample, namesOf([...missing, ...telling].filter(isError)));
  check();
  const paired = namesOf(pairs);
  const single = telling.filter((finding) => isError(finding) || !finding.columns.some((name) => paired.has(name)));
  const identifiers = findIdentifiers(sample, key ?? []);
  const later = timestamp === undefined ? [] : findAfterLabel(sample, timestamp);
  return [...missing, ...single, ...pairs, ...identifiers, ...later].sort(bySeverity);
}

function isError({ severity }: LeakageFinding): boolean {
  return severity === 'error';
}

function namesOf(findings: readonly LeakageFinding[]): ReadonlySet<string> {
  return new Set(findings.flatMap((finding) => finding.columns));
}

const KINDS: readonly LeakageFinding['kind'][] = [
  'tells-label',
  'missing-tells-label',
  'after-label',
  'identifier',
  'duplicates-across-parts',
  'entity-across-parts',
];

function bySeverity(a: LeakageFinding, b: LeakageFinding): number {
  if (a.severity !== b.severity) return isError(a) ? -1 : 1;
  return KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || b.value - a.value;
}
