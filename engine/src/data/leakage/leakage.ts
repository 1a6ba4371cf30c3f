import type { DataSource } from '../../ports/dataSource.ts';
import type { LeakageFinding, LeakageRequest } from './finding.ts';
import { findAfterLabel } from './leakageAfterLabel.ts';
import { findIdentifiers } from './leakageIdentifiers.ts';
import { findMissingTells } from './leakageMissing.ts';
import { findTellingPairs } from './leakagePairs.ts';
import { type LabelledSample, readLabelledSample } from './leakageSample.ts';
import { findTelling } from './leakageTelling.ts';

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
