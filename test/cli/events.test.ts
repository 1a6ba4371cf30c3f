import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toJson } from '../../cli/src/json.ts';
import { testProject } from '../kit/project.ts';

const TWO = `
#- rows.dataset.yaml
dataset: rows
source: rows.csv
#- rows.csv
a,late
1,true
2,false
3,true
4,false
#- two.pipeline.yaml
pipeline: two
steps:
  examples:
    uses: data/examples
    with: {from: rows, label: {late: late}, columns: {a: a}}
  split:
    uses: data/split
    with: {data: "\${{ steps.examples.data }}", by: random, test: 50%}
`;

test('ndjson: run.started first, run.finished last, each step begins after what it needs has ended', async (t) => {
  const project = testProject(t, TWO);
  const said = await project.modelyard('run two --format ndjson');
  assert.equal(said.err, '');
  const types = said.events().filter((event) => event.type !== 'log' && event.type !== 'step.progress');
  assert.deepEqual(
    types.map((event) => `${event.type} ${'step' in event ? event.step : event.type === 'run.started' ? 'two' : ''}`),
    [
      'run.started two',
      'step.started examples',
      'step.finished examples',
      'step.started split',
      'step.finished split',
      'run.finished ',
    ],
  );
  const cached = (await project.modelyard('run two --format ndjson')).events();
  assert.deepEqual(
    cached.map((event) => event.type),
    ['run.started', 'step.finished', 'step.finished', 'run.finished'],
  );
});

test('json: one document on stdout, progress on stderr; --quiet leaves the result only', async (t) => {
  const project = testProject(t, TWO);
  const said = await project.modelyard('run two --format json');
  assert.equal(said.json()['status'], 'finished');
  assert.match(said.err, /✓ examples/);
  const quiet = await project.modelyard('run two --quiet');
  assert.equal(quiet.err, '');
  assert.match(quiet.out, /^finished in .*\n$/);
});

test('colour and bars only on a terminal, without NO_COLOR and CI', async (t) => {
  const project = testProject(t, TWO);
  const code = '\u001b[';
  const plain = await project.modelyard('run two --force');
  assert.ok(!plain.out.includes(code) && !plain.err.includes(code));
  const bright = await project.modelyard('run two --force', { terminal: true });
  assert.ok(bright.out.includes(code) && bright.err.includes(`${code}1A`));
  const without = await project.modelyard('run two --force', { terminal: true, variables: { NO_COLOR: '1' } });
  assert.ok(!without.out.includes(`${code}3`) && !without.err.includes(`${code}3`));
  const ci = await project.modelyard('run two --force', { terminal: true, variables: { CI: 'true' } });
  assert.ok(!ci.err.includes(`${code}1A`));
});

test('attach tells the events again, as they were', async (t) => {
  const project = testProject(t, TWO);
  const ran = await project.modelyard('run two --format ndjson');
  const [started] = ran.events();
  const run = started?.type === 'run.started' ? started.run : '';
  const attached = await project.modelyard(`attach ${run.slice(0, 8)} --format ndjson`);
  assert.equal(attached.code, 0);
  assert.equal(attached.out, ran.out);
});

test('a signal cancels the run: exit code 130, its steps cancelled, and resume finishes it', async (t) => {
  const project = testProject(
    t,
    `
#- slow.pipeline.yaml
pipeline: slow
steps:
  first:
    run: node -e 1
  second:
    run: node wait.mjs
    needs: [first]
  third:
    run: node -e 1
    needs: [second]
#- wait.mjs
import { existsSync } from 'node:fs';
if (!existsSync('go')) setInterval(() => {}, 1000);
`,
  );
  const control = new AbortController();
  const onOut = (text: string) => {
    if (/step.started.*second/.test(text)) control.abort();
  };
  const said = await project.modelyard('run slow --format ndjson', { signal: control.signal, onOut });
  assert.equal(said.code, 130, said.err);
  const last = said.events().at(-1);
  assert.ok(last?.type === 'run.finished');
  assert.equal(last.status, 'cancelled');
  assert.deepEqual(
    last.steps.map((step) => step.status),
    ['done', 'cancelled', 'cancelled'],
  );
  project.write('go', '');
  const resumed = await project.modelyard(`resume ${last.run} --format json`);
  assert.equal(resumed.code, 0, resumed.err);
  assert.deepEqual(
    resumed.json<{ steps: { status: string }[] }>().steps.map((step) => step.status),
    ['cached', 'done', 'done'],
  );
  const again = await project.modelyard(`resume ${last.run}`);
  assert.equal(again.code, 1);
  assert.match(again.err, /has finished/);
});

test('figures that are not finite are text in JSON', () => {
  assert.equal(
    toJson({ a: Number.NaN, b: [Number.POSITIVE_INFINITY, -1 / 0], c: 0.1 }),
    '{"a":"NaN","b":["Infinity","-Infinity"],"c":0.1}',
  );
});
