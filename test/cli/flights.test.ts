import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { type TestContext, test } from 'node:test';
import { testProject } from '../kit/project.ts';

test('the flights sample has no problems, but for its model that is still to come', async (t) => {
  const { flights } = await sample(t);
  const { code, json } = await flights('validate --require-known --fail-on information --format json');
  assert.equal(code, 0);
  assert.deepEqual(
    json<Answer>().problems.map(({ file, code, severity }) => [file, code, severity]),
    [
      ['flight-delay.modelcard.yaml', 'unknown-model', 'hint'],
      ['flight-delay.monitor.yaml', 'unknown-model', 'hint'],
    ],
  );
});

interface Answer {
  readonly problems: readonly { readonly file: string; readonly code: string; readonly severity: string }[];
}

const python = spawnSync('python3', ['--version']).status === 0;

test('its own programs run, one in Python and one in Node', { skip: python ? false : 'no python3' }, async (t) => {
  const { flights } = await sample(t);
  const { code, err } = await flights('run own-script');
  assert.equal(code, 0, err);
  assert.match(err, /baseline \| Brier score 0\.15\d\d, a constant guess has 0\.15\d\d/);
  assert.match(err, /report \| 24 hours written/);
});

async function sample(t: TestContext) {
  const project = testProject(t, '');
  await project.modelyard('init flights --sample flights --rows sample');
  return { flights: (line: string) => project.modelyard(`${line} --project flights`) };
}
