import { test } from 'node:test';
import { problemsWithData } from '../../kit/problemsWithData.ts';

const PROJECT = `
#- modelyard.yaml
project: shop
env: [LIMIT]
#- visits.csv
seen,customer,city,spent,loaded
2001-01-01 10:00:00,1,Bonn,2.5,2001-01-01 11:00:00
#- visits.dataset.yaml
dataset: visits
source: visits.csv
timestamp: seen
columns: {seen: {}, customer: {}, city: {}, spent: {}, loaded: {}}
#- customer.features.yaml
features: customer
dataset: visits
entity: {customer: customer}
timestamp: seen
created: loaded
fields:
  visits: {sql: count(*), window: 7d, type: integer}
  city: {sql: city, type: category, ttl: 30d}
#- pair.features.yaml
features: pair
dataset: visits
entity: {who: customer, where: city}
timestamp: seen
fields:
  spent: {sql: sum(spent), window: 7d, type: float}`;

/** A pipeline that joins these views to visits. */
function joins(features: string, more = ''): string {
  const items = features.trim().replaceAll('\n', '\n        ');
  return `${PROJECT}
#- visits.pipeline.yaml
pipeline: visits
steps:
  examples:
    uses: data/examples
    with:
      from: visits
      label: {big: spent > 10}
      columns: {hour: hour(seen)}
      features:
        ${items}
${more}
  use:
    run: echo \${{ inputs.data }}
    inputs: {data: "\${{ steps.examples.data }}"}
`;
}

test('a view by its entities, whole and in part', async (t) => {
  await problemsWithData(
    t,
    joins(`
- {view: customer, on: {customer: customer}}
- {view: customer, on: {customer: customer}, fields: [visits], prefix: again_}
- {view: pair, on: {who: customer, where: city}}`),
  );
});

test('views, fields, entities and columns that there are not', async (t) => {
  await problemsWithData(
    t,
    joins(`
- {view: custmer, on: {customer: customer}} #~ unknown-view
- {view: customer, on: {customer: customer}, fields: [visit]} #~ unknown-field
- {view: customer, on: {client: customer}, prefix: a_} #~ join-on join-on
- {view: pair, on: {who: customer}, prefix: b_} #~ join-on
- {view: pair, on: {who: customer, where: town}, prefix: c_} #~ unknown-column`),
  );
});

test('a number and a text are never equal', async (t) => {
  await problemsWithData(
    t,
    joins(`
- {view: pair, on: {who: city, where: city}} #~ join-types`),
  );
});

test('names of features beside each other, inputs and label', async (t) => {
  await problemsWithData(
    t,
    joins(`
- {view: pair, on: {who: customer, where: city}}
- {view: customer, on: {customer: customer}}
- {view: customer, on: {customer: customer}} #~ feature-name-taken feature-name-taken`),
  );
});

test('features are columns of the test rows: for metrics, slices and splits', async (t) => {
  await problemsWithData(
    t,
    joins(
      `
- {view: customer, on: {customer: customer}}
- {view: pair, on: {who: customer, where: city}}`,
      `
  split:
    uses: data/split
    with: {data: "\${{ steps.examples.data }}", by: time, test: 20%}
  train:
    uses: model/train
    with: {data: "\${{ steps.split.train }}", target: big, learner: gradient-boosting, params: {seed: 1}}
  evaluate:
    uses: model/evaluate
    with:
      model: \${{ steps.train.model }}
      data: \${{ steps.split.test }}
      slices: [city]
      metrics:
        - {name: spending, sql: avg(spent)}
        - {name: regulars, sql: avg(case when visits > 3 then 1 else 0 end)}
        - {name: town, sql: avg(town)} #~ unknown-column`,
    ),
  );
});

test('rows without a timestamp have no moment at which anything was known', async (t) => {
  await problemsWithData(
    t,
    joins(`
- {view: customer, on: {customer: customer}}`)
      .replace('timestamp: seen\ncolumns', 'columns')
      .replace('features:\n        -', 'features: #~ join-without-time\n        -'),
  );
});

test('windows and times to live in which nothing can be', async (t) => {
  await problemsWithData(
    t,
    `${PROJECT}
#- late.features.yaml
features: late #~ unused-view
dataset: visits
entity: {customer: customer}
timestamp: seen
available_after: 1d
fields:
  none: {sql: count(*), window: 0s, type: integer} #~ empty-window
  old: {sql: spent, ttl: 12h, type: float} #~ empty-window
  wrong: {sql: spent, window: 1d, type: float} #~ sql-not-allowed
  many: {sql: count(*), type: integer} #~ sql-not-allowed
  above: {sql: "count(*) filter (spent > \${{ env.LIMIT }})", window: 1d, type: integer} #~ expression-in-view
`
      .replaceAll('features: customer', 'features: customer #~ unused-view')
      .replaceAll('features: pair', 'features: pair #~ unused-view'),
  );
});
