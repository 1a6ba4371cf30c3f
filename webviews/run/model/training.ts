import { screenFigure } from '../../../engine/src/language/screenFigures.ts';
import type { PageTraining, RunPage } from '../../../engine/src/operations/runs/page/runPage.ts';
import type { Series } from '../../../server/src/views/runPage.ts';
import { type Arrow, arrowOf } from './metricRows.ts';

/** A quantity that was measured each round, on one or more parts of the data. */
export interface Quantity {
  readonly name: string;
  readonly arrow: Arrow;
  /** Series, by what they were measured on. */
  readonly lines: readonly { readonly role: string; readonly series: string }[];
}

export interface TrainingLine {
  readonly role: string;
  readonly isTrain: boolean;
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly total: number;
}

const LOWER = /loss|error|rmse|mae|mse|mape|deviance|brier|perplexity/i;

/**
 * `train.log_loss` and `valid.log_loss` are one quantity. One without a part of the data is of validation where the
 * product itself trains; what a script logs is named as it is.
 */
export function quantitiesOf(
  { series, step }: PageTraining,
  { metrics, steps }: Pick<RunPage, 'metrics' | 'steps'>,
): readonly Quantity[] {
  const isOwn = steps.find((row) => row.step === step)?.uses === 'model/train';
  const lines = new Map<string, { role: string; series: string }[]>();
  for (const name of series) {
    const [, part, quantity = name] = /^(train|training|valid|validation|val|eval|test)[._/-](.+)$/.exec(name) ?? [];
    const role = part === undefined ? (isOwn ? 'validation' : name) : (ROLES[part] ?? part);
    lines.set(quantity, [...(lines.get(quantity) ?? []), { role, series: name }]);
  }
  return [...lines].map(([name, parts]) => {
    const better = metrics.find((metric) => metric.name === name)?.better ?? (LOWER.test(name) ? 'lower' : null);
    return { name, arrow: arrowOf(better), lines: parts };
  });
}

const ROLES: Readonly<Record<string, string>> = {
  train: 'train',
  training: 'train',
  valid: 'validation',
  val: 'validation',
  eval: 'validation',
};

export function trainingLines({ lines }: Quantity, told: readonly Series[]): readonly TrainingLine[] {
  return lines.flatMap(({ role, series }) => {
    const found = told.find(({ name }) => name === series);
    if (found === undefined || found.steps.length === 0) return [];
    return [
      {
        role,
        isTrain: role === 'train',
        xs: found.steps,
        ys: found.values.map(Number),
        total: found.total,
      },
    ];
  });
}

/** `best 0.4203 at round 187`, where the line has that round. */
export function bestText(lines: readonly TrainingLine[], best: number | null): string | undefined {
  const line = lines.find(({ isTrain }) => !isTrain);
  if (line === undefined || best === null) return undefined;
  const value = line.ys[line.xs.indexOf(best)];
  return value === undefined
    ? `best at round ${best}`
    : `best ${screenFigure(Number.isNaN(value) ? 'NaN' : value)} at round ${best}`;
}

/** The finding of the chart. */
export function trainingLabel(
  { name }: Quantity,
  lines: readonly TrainingLine[],
  { best, stoppedAt }: Pick<PageTraining, 'best' | 'stoppedAt'>,
): string {
  const rounds = Math.max(0, ...lines.map(({ xs }) => xs.at(-1) ?? 0));
  const parts = [bestText(lines, best), stoppedAt === null ? undefined : `stopped at round ${stoppedAt}`];
  const found = parts.filter((part) => part !== undefined).join(', ');
  return `${name} by round, ${found === '' ? `${rounds} rounds` : found}`;
}
