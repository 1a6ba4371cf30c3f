import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { type Said, testProject } from '../kit/project.ts';

/** Writes a JSON file: `node write.mjs FILE JSON`. */
const WRITE = `
#- write.mjs
import { writeFileSync } from 'node:fs';
writeFileSync(process.argv[2], process.argv[3]);
`;

const CHAIN = `${WRITE}
#- chain.pipeline.yaml
pipeline: chain
params:
  size: {type: integer, default: 3, min: 1}
steps:
  first:
    run: node write.mjs \${{ outputs.numbers }} '{"size":\${{ params.size }}}'
    inputs: {code: write.mjs}
    outputs: {numbers: numbers.json}
  second:
    run: node write.mjs \${{ outputs.numbers }} '{"size":\${{ steps.first.numbers.size + 1 }}}'
    inputs: {code: write.mjs}
    outputs: {numbers: numbers.json}
  third:
    run: node write.mjs \${{ outputs.numbers }} '{"size":\${{ steps.second.numbers.size + 1 }}}'
    inputs: {code: write.mjs}
    outputs: {numbers: numbers.json}
`;

describe('a run', { concurrency: 4 }, () => {
  test('the second run of a pipeline is all from the cache, until an input changes', async (t) => {
    const project = testProject(t, CHAIN);
    assert.deepEqual(statuses(await project.modelyard('run chain --format json')), {
      first: 'done',
      second: 'done',
      third: 'done',
    });
    assert.deepEqual(statuses(await project.modelyard('run chain --format json')), {
      first: 'cached',
      second: 'cached',
      third: 'cached',
    });
    project.write('write.mjs', `${project.read('write.mjs')}// changed\n`);
    assert.deepEqual(statuses(await project.modelyard('run chain --format json')), {
      first: 'done',
      second: 'done',
      third: 'done',
    });
  });

  test('a param that a built-in step does not read leaves it in the cache; programs get all params', async (t) => {
    const project = testProject(
      t,
      `${WRITE}
#- rows.dataset.yaml
dataset: rows
source: rows.csv
#- rows.csv
a
1
#- mixed.pipeline.yaml
pipeline: mixed
params: {size: 1}
steps:
  examples:
    uses: data/examples
    with: {from: rows, columns: {a: a}}
  program:
    run: node write.mjs \${{ outputs.m }} '{}'
    inputs: {code: write.mjs, data: "\${{ steps.examples.data }}"}
    outputs: {m: m.json}
`,
    );
    await project.modelyard('run mixed');
    const said = await project.modelyard('run mixed --param size=5 --format json');
    assert.deepEqual(statuses(said), { examples: 'cached', program: 'done' });
  });

  test('selections: from, until, only, force', async (t) => {
    const project = testProject(t, CHAIN);
    const lacking = await project.modelyard('run chain --only second --format json');
    assert.equal(lacking.code, 1);
    assert.deepEqual(statuses(lacking), { first: 'failed', second: 'skipped' });
    const until = await project.modelyard('run chain --until second --format json');
    assert.deepEqual(statuses(until), { first: 'done', second: 'done' });
    const from = await project.modelyard('run chain --from second --format json');
    assert.deepEqual(statuses(from), { first: 'cached', second: 'done', third: 'done' });
    const only = await project.modelyard('run chain --only third --format json');
    assert.deepEqual(statuses(only), { first: 'cached', second: 'cached', third: 'done' });
    const force = await project.modelyard('run chain --force --format json');
    assert.deepEqual(statuses(force), { first: 'done', second: 'done', third: 'done' });
  });

  test('a dry run says what would run, and runs nothing', async (t) => {
    const project = testProject(t, CHAIN);
    const said = await project.modelyard('run chain --dry-run --from second --param size=9 --format json');
    assert.equal(said.code, 0);
    assert.deepEqual(said.json(), {
      pipeline: 'chain',
      params: { size: 9 },
      steps: [
        { step: 'first', uses: 'run', needs: [], mode: 'from-cache' },
        { step: 'second', uses: 'run', needs: ['first'], mode: 'again' },
        { step: 'third', uses: 'run', needs: ['second'], mode: 'again' },
      ],
    });
    assert.deepEqual((await project.modelyard('runs list --format json')).json(), { runs: [], nextPageToken: null });
  });

  test('an environment brings its own params and sources', async (t) => {
    const project = testProject(
      t,
      `
#- modelyard.yaml
project: small
language: 1
environments:
  ci:
    params: {least: 2}
    sources: {rows: few.csv}
#- rows.dataset.yaml
dataset: rows
source: many.csv
#- many.csv
a,b
1,x
2,y
3,z
#- few.csv
a,b
2,y
#- look.pipeline.yaml
pipeline: look
params:
  least: {type: integer, default: 0}
steps:
  examples:
    uses: data/examples
    with:
      from: rows
      where: a >= \${{ params.least }}
      columns: {a: a}
`,
    );
    const rows = async (line: string) => {
      const { out } = await project.modelyard(`${line} --format ndjson`);
      return /(\d+) examples/.exec(out)?.[1];
    };
    assert.equal(await rows('run look'), '3');
    assert.equal(await rows('run look --env ci'), '1');
    const unknown = await project.modelyard('run look --env c');
    assert.equal(unknown.code, 2);
    assert.match(unknown.err, /ci/);
  });

  test('`if` skips a step and what needs it; `always()` runs whatever happened', async (t) => {
    const project = testProject(
      t,
      `${WRITE}
#- gate.pipeline.yaml
pipeline: gate
steps:
  measure:
    run: node write.mjs \${{ outputs.m }} '{"skill":0.2}'
    outputs: {m: m.json}
  good:
    run: node write.mjs \${{ outputs.m }} '{}'
    if: \${{ steps.measure.m.skill > 0.5 }}
    outputs: {m: m.json}
  after:
    run: node write.mjs \${{ outputs.m }} '{"was":"\${{ steps.good.m }}"}'
    outputs: {m: m.json}
  breaks:
    run: node -e 'process.exit(3)'
  clean:
    run: node -e 1
    needs: [breaks, good]
    if: always()
`,
    );
    const said = await project.modelyard('run gate --format json');
    assert.equal(said.code, 1);
    assert.deepEqual(statuses(said), {
      measure: 'done',
      good: 'skipped',
      after: 'skipped',
      breaks: 'failed',
      clean: 'done',
    });
  });

  test('a matrix runs a step for each cell, and others read the cells by index', async (t) => {
    const project = testProject(
      t,
      `${WRITE}
#- grid.pipeline.yaml
pipeline: grid
steps:
  train:
    run: node write.mjs \${{ outputs.m }} '{"product":\${{ matrix.a * matrix.b }}}'
    inputs: {code: write.mjs}
    matrix: {a: [2, 3], b: [5, 7]}
    outputs: {m: m.json}
  pick:
    run: node write.mjs \${{ outputs.m }} '{"first":\${{ steps.train[0].m.product }},"last":\${{ steps.train[3].m.product }}}'
    inputs: {code: write.mjs}
    outputs: {m: m.json}
`,
    );
    const said = await project.modelyard('run grid --format json');
    assert.deepEqual(Object.keys(statuses(said)), ['train[0]', 'train[1]', 'train[2]', 'train[3]', 'pick']);
    const pick = stepRun(said, 'pick');
    const shown = (await project.modelyard(`runs show ${pick} --format json`)).json<{ metrics: object }>();
    assert.deepEqual(shown.metrics, { first: { value: 10, step: 0 }, last: { value: 21, step: 0 } });
  });

  test('a step that fails is tried again as often as `retries` says', async (t) => {
    const project = testProject(
      t,
      `
#- flaky.mjs
import { existsSync, writeFileSync } from 'node:fs';
const before = existsSync('tried');
writeFileSync('tried', '');
process.exit(before ? 0 : 1);
#- flaky.pipeline.yaml
pipeline: flaky
steps:
  flaky:
    run: node flaky.mjs
    retries: 1
`,
    );
    const events = (await project.modelyard('run flaky --format ndjson')).events();
    const attempts = events.flatMap((event) => (event.type === 'step.started' ? [event.attempt] : []));
    assert.deepEqual(attempts, [1, 2]);
    const last = events.at(-1);
    assert.equal(last?.type === 'run.finished' && last.status, 'finished');
  });

  test('a step that hangs ends at its timeout, with all that it started', async (t) => {
    const project = testProject(
      t,
      `
#- hang.mjs
import { spawn } from 'node:child_process';
spawn(process.execPath, ['-e', 'setTimeout(() => require("fs").writeFileSync("survived", ""), 1500)']);
setInterval(() => {}, 1000);
#- hang.pipeline.yaml
pipeline: hang
steps:
  hang:
    run: node hang.mjs
    timeout: 500ms
`.replace('500ms', '1s'),
    );
    const said = await project.modelyard('run hang');
    assert.equal(said.code, 1);
    assert.match(said.err, /hang.*timeout of 1 s/);
    await new Promise((resolve) => setTimeout(resolve, 700));
    assert.equal(existsSync(join(project.folder, 'survived')), false);
  });

  test('two runs at once in one project do not disturb each other', async (t) => {
    const project = testProject(t, CHAIN);
    const both = await Promise.all([
      project.modelyard('run chain --force --format json'),
      project.modelyard('run chain --force --param size=4 --format json'),
    ]);
    assert.deepEqual(
      both.map((said) => said.code),
      [0, 0],
    );
    const listed = (await project.modelyard('runs list --format json')).json<{ runs: { status: string }[] }>();
    assert.deepEqual(
      listed.runs.map((run) => run.status),
      ['finished', 'finished'],
    );
  });
});

/** How each step ended, by step. */
function statuses(said: Said): Record<string, string> {
  assert.notEqual(said.out, '', said.err);
  const { steps } = said.json<{ steps: { step: string; status: string }[] }>();
  return Object.fromEntries(steps.map(({ step, status }) => [step, status]));
}

function stepRun(said: Said, step: string): string | undefined {
  return said.json<{ steps: { step: string; run?: string }[] }>().steps.find((one) => one.step === step)?.run;
}
