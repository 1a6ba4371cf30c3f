import { steps } from '../../engine/src/catalog/catalog.ts';
import type { Schema } from '../../engine/src/language/schema.ts';
import pipelineSchema from '../../schemas/pipeline.schema.json' with { type: 'json' };

/** The schema of pipelines as a YAML server without our dispatch can use it: `with` by `uses`. */
export function plainSchema(): object {
  const { $id: _, ...schema } = structuredClone(pipelineSchema) as Record<string, unknown> & {
    $defs: Record<string, Schema>;
  };
  const uses = schema.$defs['UsesStep'] as Record<string, unknown>;
  uses['allOf'] = steps.map(({ uses: name, with: of }) => {
    const { $id: _id, $schema: _schema, ...rest } = of as Record<string, unknown>;
    return {
      if: { properties: { uses: { const: name } }, required: ['uses'] },
      // biome-ignore lint/suspicious/noThenProperty: a key of JSON Schema
      then: { properties: { with: rest } },
    };
  });
  return { $schema: 'http://json-schema.org/draft-07/schema#', ...schema };
}

/** A pipeline of about so many lines, its steps one block; three mistakes that a schema finds. */
export function pipelineText(lines: number, aliases = 0): string {
  const out = ['pipeline: big', 'params:', '  seed: 7', '  rounds: {type: integer, default: 100, min: 1}', 'steps:'];
  for (let i = 0; out.length < lines; i++) out.push(...blockOf(i, i < aliases));
  out.push(
    '  broken:',
    '    uses: data/split',
    '    with:',
    '      data: "${{ steps.examples0.data }}"',
    '      by: chance',
  );
  out.push('      validaton: 10%', '    retries: many');
  return `${out.join('\n')}\n`;
}

function blockOf(i: number, aliased: boolean): string[] {
  const params =
    i === 0
      ? '&params {rounds: "${{ params.rounds }}", seed: "${{ params.seed }}"}'
      : aliased
        ? '*params'
        : '{rounds: 50, seed: 7}';
  return [
    `  examples${i}:`,
    '    uses: data/examples',
    '    with:',
    '      from: flights',
    '      where: delay is not null',
    '      label:',
    '        late: delay > 15',
    '      columns:',
    '        distance: distance',
    '        weekday: dayofweek(date)',
    `  split${i}:`,
    '    uses: data/split',
    '    with:',
    `      data: \${{ steps.examples${i}.data }}`,
    '      by: time',
    '      test: 15%',
    `  train${i}:`,
    '    uses: model/train',
    '    with:',
    `      data: \${{ steps.split${i}.train }}`,
    '      target: late',
    '      learner: gradient-boosting',
    `      params: ${params}`,
  ];
}

export const PROJECT = 'project: bench\nlanguage: 1\n';

export function datasetText(name: string, column = 'delay'): string {
  return `dataset: ${name}
description: Departures, one a row.
source: data/${name}.parquet
timestamp: date
columns:
  date: {type: timestamp, nullable: false}
  ${column}: {type: integer, unit: minute}
  distance: {type: integer, unit: mile, min: 1}
  origin: {type: category}
  destination: {type: category}
checks:
  - name: goes somewhere
    rows: origin <> destination
    allow: 1%
`;
}

export function viewText(name: string, dataset: string): string {
  return `features: ${name}
dataset: ${dataset}
entity: {airport: origin}
timestamp: date
available_after: 18h
fields:
  departures_24h:
    sql: count(*)
    window: 24h
    type: integer
  mean_distance_24h:
    sql: avg(distance)
    window: 24h
    type: float
`;
}

/** Reads a dataset and a view. */
export function smallPipelineText(name: string, dataset: string, view: string): string {
  return `pipeline: ${name}
params:
  seed: 7
  rounds: {type: integer, default: 100, min: 1}
steps:
  examples:
    uses: data/examples
    with:
      from: ${dataset}
      where: distance > 10
      label:
        late: delay > 15
      columns:
        distance: distance
        weekday: dayofweek(date)
      features:
        - {view: ${view}, on: {airport: origin}}
  split:
    uses: data/split
    with:
      data: \${{ steps.examples.data }}
      by: time
      validation: 15%
      test: 15%
  train:
    uses: model/train
    with:
      data: \${{ steps.split.train }}
      validation: \${{ steps.split.validation }}
      target: late
      learner: gradient-boosting
      params: {rounds: "\${{ params.rounds }}", seed: "\${{ params.seed }}"}
  evaluate:
    uses: model/evaluate
    with:
      model: \${{ steps.train.model }}
      data: \${{ steps.split.test }}
      metrics: [roc_auc, log_loss]
`;
}
