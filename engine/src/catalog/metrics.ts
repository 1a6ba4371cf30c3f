/** A metric as declared; its formula is in engine/src/math/metrics under the same name. */
export interface MetricEntry {
  readonly name: string;
  readonly tasks: readonly MetricTask[];
  readonly better: 'higher' | 'lower';
  /** Least and greatest value; null where there is no bound. */
  readonly range: readonly [low: number | null, high: number | null];
  /** What it is computed from: probabilities (for regression, values), or predicted classes. */
  readonly needs: 'score' | 'prediction';
  readonly description: string;
  /** Where the formula comes from. */
  readonly source: string;
}

export type MetricTask = 'binary' | 'multiclass' | 'regression';

const BINARY = ['binary'] as const;
const CLASSES = ['binary', 'multiclass'] as const;
const NUMBERS = ['regression'] as const;
const SHARE = [0, 1] as const;
const COST = [0, null] as const;

export const metrics: readonly MetricEntry[] = [
  {
    name: 'roc_auc',
    tasks: CLASSES,
    better: 'higher',
    range: SHARE,
    needs: 'score',
    description:
      'Area under the ROC curve: how often a positive row scores above a negative one, ties counted half. Multiclass: mean over one class against the rest.',
    source: 'scikit-learn roc_auc_score (ovr, macro)',
  },
  {
    name: 'pr_auc',
    tasks: CLASSES,
    better: 'higher',
    range: SHARE,
    needs: 'score',
    description:
      'Average precision: area under the precision-recall curve, without interpolation. Multiclass: mean over one class against the rest.',
    source: 'scikit-learn average_precision_score (macro)',
  },
  {
    name: 'log_loss',
    tasks: CLASSES,
    better: 'lower',
    range: COST,
    needs: 'score',
    description: 'Mean of -ln of the probability given to the true class.',
    source: 'scikit-learn log_loss; clipped at the epsilon of the float type',
  },
  {
    name: 'brier',
    tasks: CLASSES,
    better: 'lower',
    range: [0, 2],
    needs: 'score',
    description:
      'Mean squared difference of probability and outcome, 0 to 1; multiclass: summed over the classes, 0 to 2.',
    source: 'scikit-learn brier_score_loss',
  },
  {
    name: 'expected_calibration_error',
    tasks: CLASSES,
    better: 'lower',
    range: SHARE,
    needs: 'score',
    description:
      'How far probabilities are from what happened, on average over 15 equal-width bins. Multiclass: of the most probable class.',
    source: 'Guo et al. 2017, On calibration of modern neural networks',
  },
  {
    name: 'accuracy',
    tasks: CLASSES,
    better: 'higher',
    range: SHARE,
    needs: 'prediction',
    description: 'Share of rows whose class is predicted right.',
    source: 'scikit-learn accuracy_score',
  },
  {
    name: 'balanced_accuracy',
    tasks: CLASSES,
    better: 'higher',
    range: SHARE,
    needs: 'prediction',
    description: 'Mean recall over the classes.',
    source: 'scikit-learn balanced_accuracy_score',
  },
  {
    name: 'precision',
    tasks: BINARY,
    better: 'higher',
    range: SHARE,
    needs: 'prediction',
    description: 'Share of the rows predicted positive that are positive.',
    source: 'scikit-learn precision_score',
  },
  {
    name: 'recall',
    tasks: BINARY,
    better: 'higher',
    range: SHARE,
    needs: 'prediction',
    description: 'Share of the positive rows that are predicted positive.',
    source: 'scikit-learn recall_score',
  },
  {
    name: 'f1',
    tasks: BINARY,
    better: 'higher',
    range: SHARE,
    needs: 'prediction',
    description: 'Harmonic mean of precision and recall.',
    source: 'scikit-learn f1_score',
  },
  {
    name: 'mcc',
    tasks: CLASSES,
    better: 'higher',
    range: [-1, 1],
    needs: 'prediction',
    description:
      'Matthews correlation of predicted and true classes; 0 is chance, whatever the balance of the classes.',
    source: 'scikit-learn matthews_corrcoef (Gorodkin 2004)',
  },
  ...(['precision', 'recall', 'f1'] as const).flatMap((of) => [
    averaged(of, 'macro', 'each class counts the same'),
    averaged(of, 'weighted', 'each class counts by its rows'),
  ]),
  {
    name: 'rmse',
    tasks: NUMBERS,
    better: 'lower',
    range: COST,
    needs: 'score',
    description: 'Root of the mean squared error, in the unit of the target.',
    source: 'scikit-learn root_mean_squared_error',
  },
  {
    name: 'mae',
    tasks: NUMBERS,
    better: 'lower',
    range: COST,
    needs: 'score',
    description: 'Mean absolute error, in the unit of the target.',
    source: 'scikit-learn mean_absolute_error',
  },
  {
    name: 'median_absolute_error',
    tasks: NUMBERS,
    better: 'lower',
    range: COST,
    needs: 'score',
    description: 'Median absolute error: half of the rows are off by less. Not moved by outliers.',
    source: 'scikit-learn median_absolute_error',
  },
  {
    name: 'r2',
    tasks: NUMBERS,
    better: 'higher',
    range: [null, 1],
    needs: 'score',
    description: "Share of the target's variance that is explained; 0 is as good as always saying the mean.",
    source: 'scikit-learn r2_score',
  },
  {
    name: 'mape',
    tasks: NUMBERS,
    better: 'lower',
    range: COST,
    needs: 'score',
    description: 'Mean of absolute error over absolute target, as a share; huge where the target is 0.',
    source: 'scikit-learn mean_absolute_percentage_error',
  },
  {
    name: 'pinball',
    tasks: NUMBERS,
    better: 'lower',
    range: COST,
    needs: 'score',
    description:
      'Quantile loss of the median; `pinball_90` is that of the 90% quantile, and so for every whole percent from 1 to 99.',
    source: 'scikit-learn mean_pinball_loss (Koenker and Bassett 1978)',
  },
];

/** The metric of this name, of `pinball_90` and its like too; undefined when there is none. */
export function metricEntry(name: string): MetricEntry | undefined {
  const declared = /^pinball_[1-9]\d?$/.test(name) ? 'pinball' : name;
  const entry = metrics.find((metric) => metric.name === declared);
  return entry && { ...entry, name };
}

/** The metrics that fit a task. */
export function metricsOf(task: MetricTask): readonly MetricEntry[] {
  return metrics.filter(({ tasks }) => tasks.includes(task));
}

/** What is measured when nobody says what. */
export const DEFAULT_METRICS: Readonly<Record<MetricTask, readonly string[]>> = {
  binary: [
    'roc_auc',
    'pr_auc',
    'log_loss',
    'brier',
    'expected_calibration_error',
    'accuracy',
    'balanced_accuracy',
    'precision',
    'recall',
    'f1',
    'mcc',
  ],
  multiclass: [
    'roc_auc',
    'log_loss',
    'brier',
    'expected_calibration_error',
    'accuracy',
    'balanced_accuracy',
    'precision_macro',
    'recall_macro',
    'f1_macro',
    'f1_weighted',
    'mcc',
  ],
  regression: ['rmse', 'mae', 'median_absolute_error', 'r2', 'mape'],
};

function averaged(of: 'precision' | 'recall' | 'f1', averaging: string, how: string): MetricEntry {
  return {
    name: `${of}_${averaging}`,
    tasks: CLASSES,
    better: 'higher',
    range: SHARE,
    needs: 'prediction',
    description: `Mean of the classes' ${of}; ${how}.`,
    source: `scikit-learn ${of}_score (average=${averaging})`,
  };
}
