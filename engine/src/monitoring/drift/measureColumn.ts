import { type DriftTestCode, driftTests, type MeasuredTestCode } from '../../catalog/driftTests.ts';
import type { DriftFigure } from '../../math/drift/columnPair.ts';
import { type Comparison, compare } from '../../math/drift/comparison.ts';
import { figureOf, homogeneityFigure } from '../../math/drift/driftFigure.ts';
import { normOf } from '../../math/drift/wasserstein.ts';
import type { ColumnRule, NamedPair } from './driftRule.ts';
import { type Limit, limitOf } from './limits.ts';
import { whyEmpty, whyTooLittle } from './whyUnknown.ts';

/** One column with what its tests say, before p-values are adjusted over all columns. */
export interface Measured {
  readonly named: NamedPair;
  readonly rule: ColumnRule;
  /** The test that decides, with its limit. */
  readonly test: MeasuredTestCode;
  readonly limit: Limit;
  readonly figure: DriftFigure;
  /** The test that must be sure too; of `auto` only. */
  readonly sure: { readonly test: MeasuredTestCode; readonly figure: DriftFigure } | null;
  readonly others: readonly { readonly test: MeasuredTestCode; readonly figure: DriftFigure }[];
  /** Why there is no verdict. */
  readonly reason: string | null;
}

export function measureColumn(named: NamedPair, rule: ColumnRule, allTests: boolean): Measured {
  const { pair } = named;
  const kind = pair.kind === 'numbers' ? 'number' : 'category';
  const comparison = compare(pair);
  const empty = whyEmpty(pair);
  const { test, sure } = chosen(rule.test, kind, comparison);
  const fits = driftTests.some(({ code, columns }) => code === test && columns.some((column) => column === kind));
  const figureFor = (each: MeasuredTestCode) =>
    rule.test !== 'evidently' && withoutSpread(each, pair) ? { statistic: null } : figureOf(each, comparison);
  const decides = figureFor(test);
  const others = allTests ? testsOf(kind).filter((other) => other !== test && other !== sure) : [];
  return {
    named,
    rule,
    test,
    limit: limitOf(test, rule.max),
    figure: rule.test === 'auto' ? inDeviations(decides, pair) : decides,
    sure: sure === null ? null : { test: sure, figure: sureFigure(sure, comparison) },
    others: others.map((other) => ({ test: other, figure: figureFor(other) })),
    reason:
      empty ??
      (fits ? null : `\`${nameOf(test)}\` compares numbers, and this column holds categories`) ??
      (rule.test === 'evidently' ? null : whyTooLittle(pair, comparison, named.sensitive === true)),
  };
}

/** A distance over the spread of a column that has none is no figure; Evidently gives one all the same. */
function withoutSpread(test: MeasuredTestCode, pair: NamedPair['pair']): boolean {
  return test === 'wasserstein' && pair.kind === 'numbers' && pair.reference.min === pair.reference.max;
}

/** In standard deviations of the reference however small they are, so that the unit of a column decides nothing; tests by name have Evidently's floor. */
function inDeviations(figure: DriftFigure, pair: NamedPair['pair']): DriftFigure {
  if (pair.kind !== 'numbers' || figure.statistic === null || !((pair.reference.sd ?? 0) > 0)) return figure;
  return { ...figure, statistic: figure.statistic * (normOf(pair) / pair.reference.sd!) };
}

/** Its name in YAML. */
export function nameOf(code: DriftTestCode): string {
  return driftTests.find((test) => test.code === code)?.name ?? code;
}

interface Chosen {
  readonly test: MeasuredTestCode;
  readonly sure: MeasuredTestCode | null;
}

function chosen(test: DriftTestCode, kind: 'number' | 'category', comparison: Comparison): Chosen {
  if (test === 'evidently') return { test: asEvidently(kind, comparison), sure: null };
  if (test !== 'auto') return { test, sure: null };
  return kind === 'number' ? { test: 'wasserstein', sure: 'ks' } : { test: 'js', sure: 'chi_square' };
}

const SMALL_REFERENCE = 1000;
const FEW_VALUES = 5;

/** Evidently 0.7, `_get_default_stattest`. */
function asEvidently(kind: 'number' | 'category', { referenceRows, distinct }: Comparison): MeasuredTestCode {
  const isNumeric = kind === 'number' && distinct() > FEW_VALUES;
  if (referenceRows > SMALL_REFERENCE) return isNumeric ? 'wasserstein' : 'js';
  if (isNumeric) return 'ks';
  return distinct() > 2 ? 'chi_square' : 'z';
}

function sureFigure(test: MeasuredTestCode, comparison: Comparison): DriftFigure {
  return test === 'chi_square' ? homogeneityFigure(comparison) : figureOf(test, comparison);
}

function testsOf(kind: 'number' | 'category'): readonly MeasuredTestCode[] {
  return driftTests.flatMap(({ code, columns }) =>
    code === 'auto' || code === 'evidently' || !columns.some((column) => column === kind) ? [] : [code],
  );
}
