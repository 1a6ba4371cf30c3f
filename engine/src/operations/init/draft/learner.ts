import { count } from '../../../language/figures.ts';
import type { SplitGuess } from './split.ts';
import type { TargetGuess } from './target.ts';

export interface LearnerGuess {
  readonly rounds: number;
  /** Besides rounds and seed. */
  readonly params: Readonly<Record<string, number>>;
  readonly why: string;
  readonly metrics: readonly string[];
  readonly aboutMetrics: string;
  /** What a model must reach to be registered. */
  readonly gate: { readonly metric: string; readonly above: number; readonly why: string };
}

/** Parameters by the number of training rows; metrics and the least they must reach by the task. */
export function guessLearner(rows: number, target: TargetGuess, split: SplitGuess): LearnerGuess {
  const train = Math.round((rows * (100 - split.validation - split.test)) / 100);
  return { ...boosting(train, split.validation > 0), ...measures(target) };
}

function boosting(train: number, stops: boolean): Pick<LearnerGuess, 'rounds' | 'params' | 'why'> {
  const about = `${count(train)} rows to learn from`;
  if (!stops)
    return {
      rounds: 100,
      params: {
        learning_rate: 0.05,
        max_leaves: 7,
        min_rows_per_leaf: Math.min(20, Math.max(2, Math.round(train / 50))),
      },
      why: `Only ${about}: few and small trees, or they would learn single rows by heart.`,
    };
  if (train < 20_000)
    return {
      rounds: 1000,
      params: { learning_rate: 0.05, max_leaves: 15, early_stopping: 50 },
      why: `With ${about}, small trees; early stopping finds how many.`,
    };
  if (train < 500_000)
    return {
      rounds: 1000,
      params: { learning_rate: 0.05, max_leaves: 31, early_stopping: 50 },
      why: `With ${about}, trees of the usual size; early stopping finds how many.`,
    };
  return {
    rounds: 500,
    params: { learning_rate: 0.1, max_leaves: 63, early_stopping: 20 },
    why: `With ${about}, larger trees and bigger steps; early stopping finds how many.`,
  };
}

function measures({ task, classes, positive }: TargetGuess): Pick<LearnerGuess, 'metrics' | 'aboutMetrics' | 'gate'> {
  if (task === 'regression')
    return {
      metrics: ['rmse', 'mae', 'r2'],
      aboutMetrics:
        'rmse and mae are errors in the unit of the target, rmse minding large ones more; r2 is the share of its variance that is explained.',
      gate: { metric: 'r2', above: 0.05, why: 'Always saying the mean has r2 0' },
    };
  if (task === 'multiclass')
    return {
      metrics: ['balanced_accuracy', 'accuracy', 'f1_macro', 'log_loss'],
      aboutMetrics:
        'balanced_accuracy and f1_macro count every class the same, accuracy every row; log_loss minds how sure a wrong answer was.',
      gate: {
        metric: 'balanced_accuracy',
        above: Number((1.2 / classes.length).toFixed(3)),
        why: `Guessing among ${classes.length} classes has ${(1 / classes.length).toFixed(3)}`,
      },
    };
  const total = classes.reduce((sum, one) => sum + one.rows, 0);
  const share = `${((100 * (positive?.rows ?? 0)) / total).toFixed(1)}%`;
  return {
    metrics: ['roc_auc', 'pr_auc', 'log_loss', 'brier', 'f1'],
    aboutMetrics: `${share} of the rows are true. roc_auc and pr_auc judge the order of the scores (guessing has 0.5 and ${share}), log_loss and brier the probabilities, f1 the answers at threshold 0.5.`,
    gate: { metric: 'roc_auc', above: 0.55, why: 'Guessing has roc_auc 0.5' },
  };
}
