import { type More, newExperiment, newRun, refused, type Scenario } from './ask.ts';

const FILTERS = [
  'metrics.auc > 0.3',
  'metrics.auc <= 0.3 and params.kind = "tree"',
  'metric.`a/b c` = 2',
  "params.kind != 'tree'",
  "params.kind LIKE 'TR%'",
  "params.kind ILIKE 'TR%'",
  'params.kind IS NULL',
  'tags.team IS NOT NULL',
  "tag.team = 'air' AND metrics.auc >= 0.1",
  "attributes.status = 'FAILED'",
  "status != 'FINISHED'",
  "attributes.run_name LIKE 'r_'",
  "run_name IN ('r1', 'r2')",
  'attributes.start_time > 1002',
  'start_time = 1003',
  "user_id = 'ann'",
  "tags.mlflow.runName = 'r1'",
  'metrics.auc > -1e-3',
  // What is none.
  'metrics.auc >',
  "metrics.auc = 'a'",
  "params.kind > 'a'",
  'params.kind = tree',
  'nonsense',
  "a.b.c = 'd'",
  'metrics.auc = 1 OR metrics.auc = 2',
  '(metrics.auc = 1)',
  "attributes.nope = 'a'",
  "run_id = ''; DROP TABLE runs",
  "params.kind = 'it''s'",
];

const ORDERS = [
  [],
  ['metrics.auc DESC'],
  ['metrics.auc ASC', 'attributes.start_time ASC'],
  ['params.kind ASC', 'run_name DESC'],
  ['tags.team DESC', 'start_time DESC'],
  ['start_time'],
  ['end_time DESC', 'start_time ASC'],
  ['nope.a'],
  ['metrics.auc UP'],
];

/** The grammar of filters and orders, and pages. */
export const searchRuns: Scenario = async (ask) => {
  const { post } = ask;
  const experiment = await newExperiment(ask, 'search');
  for (let at = 0; at < 8; at++) {
    const run_id = await newRun(ask, experiment, `r${at}`, 1000 + at);
    await post('runs/log-batch', {
      run_id,
      metrics: [
        ...(at % 4 === 0 ? [] : [{ key: 'auc', value: at === 7 ? 'NaN' : at / 10, timestamp: 1 }]),
        { key: 'a/b c', value: at % 3, timestamp: 1 },
      ],
      params: at % 3 === 0 ? [] : [{ key: 'kind', value: at % 2 ? 'tree' : 'linear' }],
      tags: at < 4 ? [{ key: 'team', value: 'air' }] : [],
    });
    if (at !== 5)
      await post('runs/update', { run_id, status: at === 6 ? 'FAILED' : 'FINISHED', end_time: 2000 + (at % 2) });
  }
  const search = (query: object, more?: More) => {
    const usual = { experiment_ids: [experiment], max_results: 10, order_by: ['start_time ASC'] };
    return post('runs/search', { ...usual, ...query }, more);
  };
  for (const filter of FILTERS) await search({ filter });
  for (const order_by of ORDERS) await search({ order_by });
  await search({ order_by: ['metrics.auc', 'metrics.auc DESC'] }, refused('MLflow fails'));
  const { next_page_token } = await search({ max_results: 3 });
  const next = await search({ max_results: 3, page_token: next_page_token });
  await search({ max_results: 3, page_token: next.next_page_token });
  for (const max_results of [0, -1, 50_001, 'x']) await search({ max_results });
  await search({ page_token: 'bm9wZQ==' });
  await search({ experiment_ids: [] });
  await search({ experiment_ids: ['99'] });
  await search({ run_view_type: 'DELETED_ONLY' });
};
