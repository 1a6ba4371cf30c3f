import { test } from 'node:test';
import { problems } from '../../kit/problems.ts';

test('a project as in the manual has no problems', () => {
  problems(
    `
#- modelyard.yaml
project: flights
language: 1
env: [DATA_ROOT]
environments: {ci: {params: {rounds: 20}, sources: {flights: data/sample.csv}}}
#- data/flights.csv
date,delay,distance,origin,destination
2001-01-01,12,300,ORD,ATL
#- flights.dataset.yaml
dataset: flights
description: US domestic flights.
source: data/flights.csv
timestamp: date
keep: hash
columns:
  date: {type: date, nullable: false}
  delay: {type: integer, unit: minute, known_after: 18h}
  distance: {type: integer, unit: mile, min: 1}
  origin: {type: category, pattern: "^[A-Z]{3}$", nullable: false}
  destination: {type: category, nullable: false}
checks:
  - name: enough rows
    expect: count(*) > 100000
  - name: goes somewhere
    rows: origin <> destination
    allow: 0.1%
reports: {samples: masked}
#- airport.features.yaml
features: airport
dataset: flights
entity: {airport: origin}
timestamp: date
available_after: 18h
fields:
  late_share_24h:
    sql: avg((delay > 15)::int)
    window: 24h
    type: float
#- report.py
#- flight-delay.pipeline.yaml
pipeline: flight-delay
description: Will a flight arrive more than 15 minutes late?
params:
  seed: 7
  rounds: {type: integer, default: 300, min: 1}
steps:
  check:
    uses: data/validate
    with: {data: flights}
  examples:
    uses: data/examples
    needs: [check]
    with:
      from: flights
      where: date >= timestamp '2001-02-01'
      label:
        late: delay > 15
      columns:
        distance: distance
        hour: hour(date)
        origin: origin
  split:
    uses: data/split
    with: {data: "\${{ steps.examples.data }}", by: time, validation: 15%, test: 15%, gap: 18h}
  train:
    uses: model/train
    with:
      data: \${{ steps.split.train }}
      validation: \${{ steps.split.validation }}
      target: late
      learner: gradient-boosting
      params: {rounds: "\${{ params.rounds }}", seed: "\${{ params.seed }}", learning_rate: 0.1, max_leaves: 63, early_stopping: 20}
  evaluate:
    uses: model/evaluate
    with: {model: "\${{ steps.train.model }}", data: "\${{ steps.split.test }}", metrics: [roc_auc, log_loss, {name: cost, sql: sum(score)}], slices: [origin]}
  register:
    uses: model/register
    if: \${{ steps.evaluate.metrics.roc_auc > 0.65 && steps.evaluate.metrics.cost < 10 }}
    with: {model: "\${{ steps.train.model }}", name: flight-delay}
  report:
    run: python report.py --scores \${{ inputs.scores }} --out \${{ outputs.page }}
    inputs: {code: report.py, scores: {from: "\${{ steps.evaluate.scores }}", as: csv}}
    outputs: {page: page.html}
`,
    { complete: true },
  );
});
