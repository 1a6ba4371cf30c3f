import type { BinaryOperator, Expression } from '../../../language/expressions/expression.ts';
import { children } from '../../../language/expressions/expression.ts';
import { fixedPath } from '../../../language/expressions/references.ts';
import type { Run } from '../../../ports/runStore.ts';
import type { Pipeline, PipelineStep } from '../../../project/pipeline.ts';
import type { RunFigure } from '../runFigures.ts';
import { stepName } from './places.ts';
import type { PageMetric } from './runPage.ts';

/** What a pipeline's conditions ask of a metric, in the order of the file. */
export function conditionsOn(
  figure: Omit<RunFigure, 'value'> & { readonly value: number | null },
  run: Run,
  pipeline: Pipeline | undefined,
): PageMetric['conditions'] {
  if (pipeline === undefined) return [];
  return [...pipeline.steps.values()].flatMap((step) =>
    step.condition.kind !== 'expression'
      ? []
      : comparisons(step.condition.expression).flatMap((comparison) => {
          if (!reads(comparison.metric, figure)) return [];
          const { sign, limit } = comparison;
          const { text, line } = written(pipeline, step, limit);
          const value = limitOf(limit, run);
          const isMet = figure.value === null || value === undefined ? null : HOLDS[sign](figure.value, value);
          return [{ text: `${sign} ${text}`, isMet, place: { file: pipeline.file, line } }];
        }),
  );
}

type Sign = '<' | '<=' | '>' | '>=' | '==' | '!=';

interface Comparison {
  readonly metric: readonly (string | number)[];
  readonly sign: Sign;
  readonly limit: Expression;
}

const HOLDS: Readonly<Record<Sign, (value: number, limit: number) => boolean>> = {
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
  '==': (value, limit) => value === limit,
  '!=': (value, limit) => value !== limit,
};

const MIRRORED: Readonly<Record<Sign, Sign>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '==': '==', '!=': '!=' };

/** Every comparison of an output of a step, as if the output stood left. */
function comparisons(expression: Expression): readonly Comparison[] {
  if (expression.kind !== 'binary' || !isSign(expression.operator)) return children(expression).flatMap(comparisons);
  const { left, operator, right } = expression;
  const [first, second] = [fixedPath(left), fixedPath(right)];
  if (first?.[0] === 'steps') return [{ metric: first, sign: operator, limit: right }];
  if (second?.[0] === 'steps') return [{ metric: second, sign: MIRRORED[operator], limit: left }];
  return [];
}

function isSign(operator: BinaryOperator): operator is Sign {
  return operator in HOLDS;
}

function reads(
  path: Comparison['metric'],
  { step, metric, name }: Pick<RunFigure, 'step' | 'metric' | 'name'>,
): boolean {
  const [, id, , ...names] = path;
  const last = names.findLast((part) => typeof part === 'string');
  return step === null ? last === name : id === stepName(step) && last === metric;
}

function limitOf(limit: Expression, { params }: Run): number | undefined {
  if (limit.kind === 'literal') return typeof limit.value === 'number' ? limit.value : undefined;
  if (limit.kind === 'unary' && limit.operator === '-') {
    const value = limitOf(limit.operand, { params } as Run);
    return value === undefined ? undefined : -value;
  }
  const [context, name, ...more] = fixedPath(limit) ?? [];
  const text = context === 'params' && more.length === 0 ? params[String(name)] : undefined;
  const value = Number(text);
  return text === undefined || text.trim() === '' || Number.isNaN(value) ? undefined : value;
}

/** The limit as it is written, and the line it stands on. */
function written(
  { tree }: Pipeline,
  step: PipelineStep,
  { start, end }: Expression,
): { readonly text: string; readonly line: number } {
  const path = [...step.path, 'if'];
  const scalar = tree.scalar(path);
  const range = scalar?.range(start, end) ?? tree.range(path);
  return { text: scalar?.text.slice(start, end) ?? '', line: range.start.line };
}
