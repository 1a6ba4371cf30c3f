import { parseFilter } from '../../../../engine/src/tracking/filter.ts';
import { filterTokens, type Token } from '../../../../engine/src/tracking/filterTokens.ts';
import { type Grammar, RUNS } from '../../../../engine/src/tracking/grammars.ts';
import { holds } from '../../../../engine/src/tracking/holds.ts';

/** A filter over runs of several stores: what it says of the store, and what each store is asked. */
export interface FilterOfSource {
  /** Whether runs of a store of this name may be taken. */
  readonly takes: (name: string) => boolean;
  /** The filter without that. */
  readonly rest: string;
}

/** MLflow's grammar, where runs have an attribute `source` too. */
const JOINED: Grammar = {
  ...RUNS,
  attributes: new Map([...RUNS.attributes, ['source', { key: 'source', is: 'text', listed: true }]]),
};

/**
 * Takes what a filter says of `attributes.source` out of it, for no store knows what it is called.
 * @throws Failure `filter-syntax`
 */
export function bySource(filter: string): FilterOfSource {
  const comparisons = parseFilter(filter, JOINED);
  const parts = partsOf(filter);
  const isOfSource = ({ entity, key }: (typeof comparisons)[number]) => entity === 'attribute' && key === 'source';
  const wanted = comparisons.filter(isOfSource);
  return {
    takes: (name) => wanted.every((comparison) => holds(comparison, name)),
    rest: wanted.length === 0 ? filter : parts.filter((_, at) => !isOfSource(comparisons[at]!)).join(' AND '),
  };
}

/** The text of each comparison: AND stands only between two, for texts and names with quotes are no words. */
function partsOf(filter: string): readonly string[] {
  const tokens = filterTokens(filter);
  const ands = tokens.filter(isAnd);
  const starts = [0, ...ands.map(({ position }) => position + 'AND'.length)];
  return starts.map((start, index) => filter.slice(start, ands[index]?.position).trim());
}

function isAnd({ kind, text }: Token): boolean {
  return kind === 'word' && text.toUpperCase() === 'AND';
}
