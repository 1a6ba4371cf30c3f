import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsWithData } from '../../kit/problemsWithData.ts';

const ORDERS = `
#- orders.csv
order,line,price
1,1,10
1,2,20
2,1,5
2,2,7
,1,1
,1,1
`;

test('a key that stands on several rows is a mistake, one that names rows is none', async (t) => {
  const found = await problemsWithData(
    t,
    `${ORDERS}
#- orders.dataset.yaml
dataset: orders
source: orders.csv
key: [order] #~ key-not-unique
#- lines.dataset.yaml
dataset: lines
source: orders.csv
key: [order, line]
`,
  );
  const [problem] = found.filter(({ code }) => code === 'key-not-unique');
  assert.match(problem!.message, /2 of its values stand on 4 rows$/);
});

test('of a key whose columns or data are not there nothing more is said', async (t) => {
  await problemsWithData(
    t,
    `${ORDERS}
#- orders.dataset.yaml
dataset: orders
source: orders.csv
key: [ordre] #~ unknown-column
#- gone.dataset.yaml
dataset: gone
source: gone.csv #~ source-not-found
key: [order]
`,
  );
});
