/** A project with every kind of name in every writing, in the fixture language. */
export const EVERYTHING = `
#- modelyard.yaml
project: everything
aliases: [staging, production]
env: [ROOT]
environments:
  ci: {params: {rounds: 2}, sources: {raw: ci.parquet}}
#- raw.dataset.yaml
dataset: raw
source: "\${{ env.ROOT }}/raw.parquet"
timestamp: at
columns:
  at: {type: timestamp}
  delay: {type: integer}
  "from where": {type: string}
  to: {type: string}
checks:
  - name: goes somewhere
    rows: '"from where" <> "to" -- to'
  - {columns: [from where], references: "places(code)"}
  - in: {to: [a, b]}
#- places.dataset.yaml
dataset: places
source: places.parquet
columns: {code: {type: string}, city: {type: string}}
#- joined.dataset.yaml
dataset: joined
source:
  sql: |
    select r.at, r.delay * 2 as twice, p.city, r."from where" as origin
    from raw r join places p on r."from where" = p.code
timestamp: at
columns: {at: {type: timestamp}, twice: {type: integer}, city: {type: string}, origin: {type: string}}
#- place.features.yaml
features: place
dataset: joined
entity: {town: city}
timestamp: at
fields:
  busy: {sql: count(*), window: 1d, type: integer}
  slow: {sql: avg(twice), window: 1d, type: float}
#- late.pipeline.yaml
pipeline: late
params: {rounds: 10, seed: 7}
steps:
  examples:
    uses: data/examples
    with:
      from: joined
      where: twice > \${{ params.seed }} and twice is not null
      label: {tardy: "twice > 30 and city <> 'twice'"}
      columns: {origin: origin, half: twice / 2}
      features:
        - {view: place, on: {town: city}, fields: [busy]}
        - {view: place, on: {town: origin}, prefix: far_}
  split: {uses: data/split, with: {data: "\${{ steps.examples.data }}", by: time, test: 20%}}
  train:
    uses: model/train
    with:
      data: \${{ steps.split.train }}
      target: tardy
      learner: gradient-boosting
      params: {rounds: "\${{ params['rounds'] }}", seed: "\${{ params.seed }}"}
  evaluate:
    uses: model/evaluate
    with:
      model: \${{ steps.train.model }}
      data: \${{ steps.split.test }}
      metrics: [roc_auc, {name: cost, sql: sum(far_slow) + avg(half)}]
      slices: [origin, far_busy]
  register:
    uses: model/register
    if: \${{ steps.evaluate.metrics.cost < 3 }}
    with: {model: "\${{ steps.train.model }}", name: tardiness}
  report:
    run: python report.py \${{ inputs.rows }} \${{ outputs.page }} \${{ matrix.size }}
    needs: [register]
    inputs: {code: report.py, rows: "\${{ steps.split.test }}"}
    outputs: {page: page.html}
    matrix: {size: [1, 2]}
#- tardiness.modelcard.yaml
modelcard: tardiness
model: tardiness@production
training_data: joined
metrics: {cost: 2.5}
#- default.policy.yaml
policy: default
applies_to: ["*"]
aliases:
  production:
    gates:
      - {name: cheap, threshold: cost, max: 3, slice: {origin: a}}
      - {name: "better: yes", better_than: staging, metric: cost}
    approvals: {count: 1, role: approver}
roles: {approver: [5d41402abc4b2a76]}
#- watch.monitor.yaml
monitor: watch
model: tardiness@staging
reference: {dataset: joined, where: twice > 3}
drift: {columns: {half: {test: auto}, far_slow: {test: auto}}}
alert: [{pipeline: late}]
`;
