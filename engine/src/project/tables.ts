import { fixedPath } from '../language/expressions/references.ts';
import type { Path } from '../language/tree.ts';
import { onceForEach } from './onceForEach.ts';
import type { Pipeline, PipelineStep, UsesStep } from './pipeline.ts';
import { constantText, type SpecValue, wholeExpression } from './specValue.ts';

/** The `data/examples` step whose rows a table holds, however often they were split; undefined where a program made them. */
export function examplesOf(pipeline: Pipeline, table: SpecValue | undefined): Examples | undefined {
  const seen = new Set<string>();
  let value = table;
  for (;;) {
    const step = value && stepOf(pipeline, value);
    if (step?.kind !== 'uses' || seen.has(step.id)) return undefined;
    if (step.uses === 'data/examples') return examples(step);
    if (step.uses !== 'data/split') return undefined;
    seen.add(step.id);
    value = step.with.get('data');
  }
}

/** The rows that a step reads: predictions where it measures those. */
export function rowsOf({ with: given }: UsesStep): SpecValue | undefined {
  return given.get('predictions') ?? given.get('data');
}

/** The dataset whose rows a step measures as predictions. */
export function predictedDataset({ with: given }: UsesStep): string | undefined {
  return constantText(given.get('predictions'));
}

/** The step whose output this value is. */
export function stepOf(pipeline: Pipeline, value: SpecValue): PipelineStep | undefined {
  const expression = wholeExpression(value);
  const [context, step] = (expression && fixedPath(expression)) ?? [];
  return context === 'steps' && typeof step === 'string' ? pipeline.steps.get(step) : undefined;
}

export interface Examples {
  readonly step: UsesStep;
  readonly dataset: string | undefined;
  readonly label: NamedSql | undefined;
  readonly columns: readonly NamedSql[];
  readonly features: readonly NamedJoin[];
}

/** An item of `features`; what is no plain text is undefined. */
export interface NamedJoin {
  readonly view: string | undefined;
  /** Column of the dataset by entity. */
  readonly on: ReadonlyMap<string, string | undefined>;
  /** All of the view where undefined. */
  readonly fields: readonly (string | undefined)[] | undefined;
  readonly prefix: string;
  readonly path: Path;
}

export interface NamedSql {
  readonly name: string;
  readonly sql: SpecValue;
  readonly path: Path;
}

export const examples = onceForEach(
  (step: UsesStep): Examples => ({
    step,
    dataset: constantText(step.with.get('from')),
    label: namedSql(step, 'label')[0],
    columns: namedSql(step, 'columns'),
    features: namedJoins(step),
  }),
);

function namedJoins(step: UsesStep): readonly NamedJoin[] {
  const list = step.with.get('features');
  if (list?.kind !== 'list') return [];
  return list.items.map((item, index): NamedJoin => {
    const entries: ReadonlyMap<string, SpecValue> = item.kind === 'map' ? item.entries : new Map();
    const on = entries.get('on');
    const fields = entries.get('fields');
    return {
      view: constantText(entries.get('view')),
      on: new Map(on?.kind === 'map' ? [...on.entries].map(([entity, column]) => [entity, constantText(column)]) : []),
      fields: fields?.kind === 'list' ? fields.items.map(constantText) : undefined,
      prefix: constantText(entries.get('prefix')) ?? '',
      path: [...step.path, 'with', 'features', index],
    };
  });
}

function namedSql(step: UsesStep, key: string): readonly NamedSql[] {
  const map = step.with.get(key);
  if (map?.kind !== 'map') return [];
  return [...map.entries].map(([name, sql]) => ({ name, sql, path: [...step.path, 'with', key, name] }));
}
