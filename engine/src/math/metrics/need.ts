/** What a metric needs of a sample: a ranking, cells of the confusion matrix, or a column by name. */
export type Need =
  | 'ranking'
  | 'classRankings'
  | 'cells'
  | 'logLoss'
  | 'brierLoss'
  | 'gap'
  | 'squaredError'
  | 'absoluteError'
  | 'percentageError'
  | 'deviation'
  | 'squaredDeviation'
  | `pinball${number}`;
