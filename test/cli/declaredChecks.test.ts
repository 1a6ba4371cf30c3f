import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTree } from '../../engine/src/language/tree.ts';
import type { CheckedDataset } from '../../engine/src/operations/data/validate.ts';
import { declaredChecks } from '../../engine/src/project/declaredChecks.ts';
import { testProject } from '../kit/project.ts';

const SPEC = `dataset: rows
source: rows.csv
timestamp: at
key: [id]
columns:
  id: {type: integer, nullable: false, min: 1, max: 9}
  at: {type: timestamp, nullable: true}
  kind: {pattern: "^[a-z]$"}
  plain: {}
checks:
  - expect: count(*) > 0
  - {name: few, expect: count(*) < 9}
  - rows: id > 0
  - {name: kinds, in: {kind: [a, b]}}
  - in: {kind: [a], plain: [x]}
  - {name: two, in: {id: [1, 2], other: [1]}}
  - unique: [kind, id]
  - duplicates: 10%
  - {name: once, duplicates: 0}
  - references: rows(id)
    columns: [id]
  - freshness: 1d
  - row_change: 50%
`;

test('checks are declared by the names, kinds and in the order in which they are told', async (t) => {
  const project = testProject(
    t,
    `#- rows.dataset.yaml\n${SPEC}#- rows.csv\nid,at,kind,plain,other\n1,2026-01-01,a,x,1\n2,2026-01-02,b,x,1\n`,
  );
  const said = await project.modelyard('data validate --format json');
  const [told] = said.json<{ datasets: CheckedDataset[] }>().datasets;
  const tree = parseTree(SPEC);
  assert.deepEqual(
    declaredChecks(tree).map(({ name, kind }) => `${kind}: ${name}`),
    told?.checks.map(({ name, kind }) => `${kind}: ${name}`),
  );
  const lines = declaredChecks(tree).map(({ kind, path }) => `${kind} ${tree.range(path, 'key').start.line + 1}`);
  for (const line of ['nullable 6', 'pattern 8', 'key 4', 'expect 11', 'in 14', 'freshness 22', 'row_change 23'])
    assert.ok(lines.includes(line), `${line} of ${lines.join(', ')}`);
});

test('a spec that is being written has the checks that can be read', () => {
  const pieces = [
    '',
    'dataset: a\nchecks:\n  -\n',
    'checks: 3\ncolumns: [a]\n',
    'checks: [3, {in: 3}, {unique: a}, {name: 3}]',
  ];
  const found = pieces.map((text) => declaredChecks(parseTree(text)).map(({ name }) => name));
  assert.deepEqual(found, [[], [], [], ['unique ']]);
});
