import { Failure } from '../../failure.ts';
import { isRecord } from '../../language/isRecord.ts';
import { BASELINE_SCHEMA, type Baseline, type ColumnBaseline } from '../../math/baseline.ts';

/**
 * A baseline as it was stored.
 * @param of whose it is, as sentences name it: `flight-delay:7`, `train.baseline.json`
 * @param next what to do where it cannot be used
 * @throws Failure `baseline-broken`, and `baseline-form` where a Modelyard of another time wrote it
 */
export function readBaseline(text: string, of: string, next: string): Baseline {
  const value = parsed(text);
  if (isRecord(value) && value['schema'] !== undefined && value['schema'] !== BASELINE_SCHEMA)
    throw new Failure(
      'baseline-form',
      `The baseline of ${of} has the form ${JSON.stringify(value['schema'])}, and this Modelyard reads ${BASELINE_SCHEMA}.`,
      { next: `Use the Modelyard that wrote it. ${next}` },
    );
  if (isBaseline(value)) return value;
  throw new Failure('baseline-broken', `The baseline of ${of} cannot be read: it is no baseline, or damaged.`, {
    next,
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type Fields = Readonly<Record<string, unknown>>;

function isBaseline(value: unknown): value is Baseline {
  return (
    isRecord(value) &&
    isCount(value['rows']) &&
    [value['inputs'], value['outputs'], value['label']].every(
      (columns) => isRecord(columns) && Object.values(columns).every(isColumn),
    )
  );
}

function isColumn(value: unknown): value is ColumnBaseline {
  if (!isRecord(value) || !isCount(value['rows']) || !isCount(value['missing'])) return false;
  if (value['kind'] === 'categories') return isCategories(value);
  return value['kind'] === 'numbers' && isNumbers(value);
}

function isCategories({ categories, counts, distinct, other }: Fields): boolean {
  return (
    Array.isArray(categories) &&
    categories.every((one) => typeof one === 'string') &&
    isCounts(counts, categories.length) &&
    isCount(distinct) &&
    isCount(other)
  );
}

function isNumbers({ nonFinite, mean, sd, min, max, distribution }: Fields): boolean {
  if (!isCount(nonFinite) || ![mean, sd, min, max].every((one) => one === null || isNumber(one))) return false;
  if (!isRecord(distribution)) return false;
  const { kind, values, edges, counts } = distribution;
  if (kind === 'values') return isAscending(values) && isCounts(counts, values.length);
  return kind === 'quantiles' && isAscending(edges) && isCounts(counts, edges.length + 1);
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isCount(value: unknown): value is number {
  return isNumber(value) && value >= 0;
}

function isCounts(value: unknown, length: number): boolean {
  return Array.isArray(value) && value.length === length && value.every(isCount);
}

/** More than any Modelyard stores. */
const MOST_EDGES = 10_000;

function isAscending(value: unknown): value is readonly number[] {
  if (!Array.isArray(value) || value.length > MOST_EDGES) return false;
  return value.every((one, at) => isNumber(one) && (at === 0 || one > value[at - 1]));
}
