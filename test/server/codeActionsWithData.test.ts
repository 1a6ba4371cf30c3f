import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { editorOf } from '../kit/editor.ts';
import { readFixture } from '../kit/fixture.ts';
import { actionsOf, changedBy } from '../kit/goldenActions.ts';
import { gatheredProject } from '../kit/problemsWithData.ts';

/** The line of the first mark after the fix of this title, with the SQL of the fixture bound by DuckDB. */
async function mended(t: TestContext, code: string, title: string, text: string): Promise<string> {
  const fixture = readFixture(text);
  const open = editorOf(fixture, { project: await gatheredProject(t, fixture) });
  const offered = actionsOf(open, code);
  const found = offered.find(({ action }) => action.title === title);
  assert.ok(found, offered.map(({ action }) => action.title).join('\n'));
  const [mark] = fixture.marks;
  assert.ok(mark);
  const { lines } = open.document(mark.file).file.tree;
  return changedBy(found.action, open).get(mark.file)!.split('\n')[lines.position(mark.start).line]!.trim();
}

const DATA = `
#- churn.csv
tenure,plan name,order
1,a,2
2,b,3
`;

test('a column in SQL is quoted as SQL and as YAML need it', async (t) => {
  const rows = (sql: string) => `${DATA}
#- churn.dataset.yaml
dataset: churn
source: churn.csv
checks:
  - <|>rows: ${sql}
`;
  const change = (title: string, sql: string) => mended(t, 'unknown-column', title, rows(sql));
  assert.equal(await change('Change to `tenure`', 'tenur > 1'), '- rows: tenure > 1');
  assert.equal(await change('Change to `plan name`', 'plan_name = 1'), `- rows: '"plan name" = 1'`);
  assert.equal(await change('Change to `plan name`', '1 = length(plan_name)'), `- rows: 1 = length("plan name")`);
  assert.equal(await change('Change to `plan name`', `'plan_name = ''a'''`), `- rows: '"plan name" = ''a'''`);
  assert.equal(await change('Change to `plan name`', `length("plan nam") = 1`), `- rows: length("plan name") = 1`);
  assert.equal(await change('Change to `tenure`', `length("tenur") = 1`), `- rows: length(tenure) = 1`);
  assert.equal(await change('Change to `order`', '"1 < ordr"'), '- rows: "1 < \\"order\\""');
});

test('text that is no time becomes one where CSV is read so', async (t) => {
  const text = `
#- churn.csv
since,tenure
1.2.2020,1
2020-03-04,1
#- churn.dataset.yaml
dataset: churn
source: churn.csv
<|>timestamp: since
csv: {header: true}
`;
  const fixture = readFixture(text);
  const open = editorOf(fixture, { project: await gatheredProject(t, fixture) });
  const [offered] = actionsOf(open, 'timestamp-type');
  assert.ok(offered);
  assert.match(
    changedBy(offered.action, open).get('churn.dataset.yaml')!,
    /csv: \{header: true, types: \{since: TIMESTAMP\}\}/,
  );
});
