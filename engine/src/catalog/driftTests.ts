/** A drift test as declared: completion, checks and docs read it. */
export interface DriftTestEntry {
  readonly name: string;
  /** Its short name on the command line and in all JSON. */
  readonly code: DriftTestCode;
  /** Columns that it can judge; a number of few values is as good as a category. */
  readonly columns: readonly DriftColumn[];
  /** What is computed: shares r of the reference and c of the current rows by bin or category, of sizes n_r and n_c. */
  readonly formula: string;
  /** The statistic that `max` limits, with its least and greatest value; null where there is no bound or each column has its own. */
  readonly range: readonly [low: number, high: number | null] | null;
  readonly description: string;
  /** Where the formula comes from. */
  readonly source: string;
}

/** Tests that measure; `auto` and `evidently` choose among them. */
export type MeasuredTestCode =
  | 'psi'
  | 'kl'
  | 'js'
  | 'hellinger'
  | 'wasserstein'
  | 'ks'
  | 'anderson_darling'
  | 'chi_square'
  | 'g'
  | 'z';

export type DriftTestCode = 'auto' | 'evidently' | MeasuredTestCode;

export type DriftColumn = 'number' | 'category';

const NUMBERS = ['number'] as const;
const BOTH = ['number', 'category'] as const;
const OPEN = [0, null] as const;
const SHARE = [0, 1] as const;

export const driftTests: readonly DriftTestEntry[] = [
  {
    name: 'auto',
    code: 'auto',
    columns: BOTH,
    range: null,
    formula:
      'numbers: Benjamini-Hochberg-adjusted p of ks <= 0.05 and wasserstein >= 0.1, in standard deviations however small; categories: adjusted p of chi-square over both samples <= 0.05 and jensen-shannon >= 0.1',
    description:
      'Sure and large: the test that fits the type must be sure, and the distance large, at any number of rows.',
    source: 'Benjamini and Hochberg 1995',
  },
  {
    name: 'evidently',
    code: 'evidently',
    columns: BOTH,
    range: null,
    formula:
      'up to 1,000 reference rows ks, chi-square or z at 0.05; above, wasserstein or jensen-shannon at 0.1; numbers of up to 5 values are categories',
    description: 'Chooses as Evidently does, to compare with its reports; one row more can change its mind.',
    source: 'Evidently 0.7',
  },
  {
    name: 'psi',
    code: 'psi',
    columns: BOTH,
    range: OPEN,
    formula: 'sum of (r - c) * ln(r / c), empty bins filled with 0.0001',
    description: 'Population stability index. Below 0.1 is usually read as no change, above 0.25 as a large one.',
    source: 'Evidently 0.7 psi',
  },
  {
    name: 'kl',
    code: 'kl',
    columns: BOTH,
    range: OPEN,
    formula: 'sum of r * ln(r / c), empty bins filled with 0.0001',
    description: 'Kullback-Leibler divergence of the reference from the current rows; the two are not alike in it.',
    source: 'Evidently 0.7 kl_div',
  },
  {
    name: 'jensen-shannon',
    code: 'js',
    columns: BOTH,
    range: [0, Math.sqrt(Math.LN2)],
    formula: 'sqrt(KL(r, m) / 2 + KL(c, m) / 2) with m = (r + c) / 2 and natural logarithms',
    description: 'Jensen-Shannon distance: 0 for the same distribution, 0.83 for two that share nothing.',
    source: 'Evidently 0.7 jensenshannon; scipy.spatial.distance.jensenshannon',
  },
  {
    name: 'hellinger',
    code: 'hellinger',
    columns: BOTH,
    range: SHARE,
    formula: 'sqrt(1 - sum of sqrt(r * c))',
    description: 'Hellinger distance: 0 for the same distribution, 1 for two that share nothing.',
    source: 'Evidently 0.7 hellinger',
  },
  {
    name: 'wasserstein',
    code: 'wasserstein',
    columns: NUMBERS,
    range: OPEN,
    formula: 'area between the two cumulative distributions / max(standard deviation of the reference, 0.001)',
    description: 'How far values have moved on average, in standard deviations of the reference.',
    source: 'Evidently 0.7 wasserstein; scipy.stats.wasserstein_distance',
  },
  {
    name: 'ks',
    code: 'ks',
    columns: NUMBERS,
    range: SHARE,
    formula: 'largest distance of the two cumulative distributions, with its exact p-value',
    description: 'Two-sample Kolmogorov-Smirnov test.',
    source: 'scipy.stats.ks_2samp',
  },
  {
    name: 'anderson-darling',
    code: 'anderson_darling',
    columns: NUMBERS,
    range: null,
    formula: 'squared distance of the two cumulative distributions, weighted towards the tails',
    description: 'Anderson-Darling test of two samples: sees changes in the tails that ks does not.',
    source: 'scipy.stats.anderson_ksamp',
  },
  {
    name: 'chi-square',
    code: 'chi_square',
    columns: BOTH,
    range: OPEN,
    formula: 'sum of (observed - r * n_c)^2 / (r * n_c) over the values, with as many degrees of freedom less one',
    description: 'Chi-square test of the shares of categories. A new category is a finding of its own.',
    source: 'scipy.stats.chisquare',
  },
  {
    name: 'g-test',
    code: 'g',
    columns: BOTH,
    range: OPEN,
    formula: '2 * sum of observed * ln(observed / (r * n_c)) over the values',
    description: 'Likelihood-ratio test of the shares of categories.',
    source: 'scipy.stats.power_divergence(lambda_="log-likelihood")',
  },
  {
    name: 'z',
    code: 'z',
    columns: BOTH,
    range: null,
    formula: 'difference of the shares of one value / its standard error with the pooled share, two-sided',
    description: 'Test of two proportions, for columns of two values.',
    source: 'Evidently 0.7 z',
  },
];

/** By its name or its code; undefined for one that there is not. */
export function driftTest(name: string): DriftTestEntry | undefined {
  return driftTests.find((test) => test.name === name || test.code === name);
}
