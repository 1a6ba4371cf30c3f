import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { RunDifferences } from '../../engine/src/operations/runs/compare/runDifferences.ts';
import { outputSchemas } from '../kit/outputSchemas.ts';
import { testProject } from '../kit/project.ts';

const ROWS = 400;

/** Scores of rows that are hard for both: `weight` of the signal, the rest is what both get wrong. */
function scores(weight: number, from = 0): string {
  const lines = Array.from({ length: ROWS }, (_, at) => {
    const row = from + at;
    const [signal, noise] = [Math.sin(row * 1.7), Math.sin(row * 5.3)];
    const late = signal + noise > 0;
    // Half of the rows is where the weight counts; some have no place, a few are all of theirs.
    const place = row < 10 ? 'islet' : row % 8 === 0 ? '' : row % 2 === 0 ? 'O|ahu' : 'mainland';
    const counts = place === 'mainland' ? weight : 1.4;
    return `r${row},${late},${(1 / (1 + Math.exp(-counts * signal - 0.2 * noise))).toFixed(6)},${place},${row % 3}`;
  });
  return `id,late,p,place,person\n${lines.join('\n')}\n`;
}

const SPECS = `
#- modelyard.yaml
project: small
language: 1
#- vendor.dataset.yaml
dataset: vendor
source: vendor.csv
key: [id]
datasheet:
  sensitive: [person]
#- judge.pipeline.yaml
pipeline: judge
steps:
  ours:
    uses: model/evaluate
    with:
      predictions: vendor
      target: late
      score: p
      slices: [place, person]
      metrics: [log_loss, roc_auc, {name: said, sql: count(*)}]
`;

async function twoRuns(t: TestContext, first: string, second: string) {
  const project = testProject(t, SPECS);
  const run = async (text: string) => {
    project.write('vendor.csv', text);
    const said = await project.modelyard('run judge --format json');
    assert.equal(said.code, 0, said.err);
    return said.json<{ run: string }>().run;
  };
  const [a, b] = [await run(first), await run(second)];
  const compared = async (...more: readonly string[]) => project.modelyard(['runs', 'compare', a, b, ...more]);
  return { a, b, compared };
}

test('metrics of two runs are held against each other on the rows that both were scored on', async (t) => {
  const { a, b, compared } = await twoRuns(t, scores(1.4), scores(1.6));
  const said = await compared('--format', 'json');
  assert.equal(said.code, 0, said.err);
  outputSchemas()('runs-compare', said.json());
  const { paired, metrics } = said.json<{ differences: RunDifferences }>().differences;
  assert.equal(paired[0], null);
  const told = paired[1]!;
  assert.deepEqual([told.reason, Object.keys(told.metrics).sort()], [null, ['log_loss', 'roc_auc']]);
  const loss = told.metrics['log_loss']!;
  const recorded = metrics.find(({ name }) => name === 'log_loss')!.values[1]!;
  assert.ok(Math.abs(loss.difference - Number(recorded.difference)) < 1e-12, 'the same on all of the same rows');
  assert.equal(recorded.verdict, 'same', 'the intervals of the two overlap');
  assert.deepEqual([loss.rows, loss.verdict], [ROWS, 'better']);
  assert.ok(loss.low < loss.difference && loss.difference < loss.high && loss.high < 0, 'less is better');

  const text = await compared();
  assert.match(text.out, /log_loss ↓ .* {2}↓ 0\.\d+ \[0\.\d+, 0\.\d+\] better\n/);
  const [one, two] = [a.slice(0, 8), b.slice(0, 8)];
  assert.ok(text.out.includes(`${two}: paired with ${one} on the 400 rows that both were scored on;`), text.out);
  const markdown = await compared('--format', 'markdown', '--baseline', b);
  assert.match(markdown.out, /\| `log_loss` lower is better \| .*<br>\*\*↑ 0\.\d+ \[0\.\d+, 0\.\d+\] worse\*\* \|/);
  const quick = await compared('--skip-data', '--format', 'json');
  assert.deepEqual(quick.json<{ differences: RunDifferences }>().differences.paired, [null, null]);
});

test('runs that share no rows are unpaired, and why is said', async (t) => {
  const { compared } = await twoRuns(t, scores(1.4), scores(1.6, ROWS));
  const said = await compared();
  assert.match(
    said.out,
    /unpaired with [0-9a-f]{8}: they share 0 rows; 30 are needed\. By its intervals alone\./,
    said.out,
  );
  assert.match(said.out, /no difference beyond noise/);
});

test('slices of two runs are held against each other on the same rows', async (t) => {
  const { a, b, compared } = await twoRuns(t, scores(1.4), scores(1.6));
  const said = await compared('--format', 'json');
  outputSchemas()('runs-compare', said.json());
  const { paired } = said.json<{ differences: RunDifferences }>().differences;
  const [slicing, ...others] = paired[1]!.slices;
  assert.deepEqual([slicing!.column, slicing!.total, others], ['place', 4, []], 'none by a sensitive column');
  assert.deepEqual(
    slicing!.values.map(({ value, rows, reason, metrics }) => [value, rows, reason, metrics['log_loss']?.verdict]),
    [
      ['mainland', 195, null, 'better'],
      ['O|ahu', 147, null, 'same'],
      [null, 48, null, 'same'],
      ['islet', 10, 'they share 10 rows; 30 are needed', undefined],
    ],
  );
  const alike = slicing!.values[1]!.metrics['log_loss']!;
  assert.deepEqual([alike.difference, alike.low, alike.high], [0, 0, 0], 'the same scores there');

  const [one, two] = [a.slice(0, 8), b.slice(0, 8)];
  const text = await compared();
  assert.match(
    text.out,
    new RegExp(
      `\\nSlices by place, log_loss ↓ +${one} baseline +${two}\\nmainland \\(195 rows\\) +↓ 0\\.\\d+ \\[.*\\] better\\n`,
    ),
  );
  assert.ok(
    text.out.includes(
      `${two}: of 4 slices by place on the same rows 1 better, 2 no difference beyond noise, 1 too small: fewer than 30 rows of both.\n` +
        'By chance 1 of 20 slices that do not differ is called better or worse.\n',
    ),
    text.out,
  );
  const markdown = await compared('--format', 'markdown', '--baseline', b);
  assert.match(markdown.out, /### Slices by `place`: `log_loss`, lower is better\n/);
  assert.match(markdown.out, /\| `mainland \(195 rows\)` \| \*\*↑ 0\.\d+ \[.*\] worse\*\* \| {2}\|/);
});

test('a terminal is told what is measured and how far that is', async (t) => {
  const { a, b, compared } = await twoRuns(t, scores(1.4), scores(1.6));
  const [one, two] = [a.slice(0, 8), b.slice(0, 8)];
  const said = await compared('--format', 'ndjson');
  const told = said.out.split('\n').filter((line) => line !== '');
  const events = told.map((line) => JSON.parse(line) as { type: string; fraction: number; message: string });
  assert.deepEqual(events[0], {
    type: 'progress',
    fraction: 0,
    message: `lining up rows of the run ${one} and the run ${two}`,
  });
  assert.ok(
    events.some(({ message }) => message === `resampling 400 rows of the run ${one} and the run ${two} by place`),
  );
  const again = await compared('--format', 'ndjson');
  assert.doesNotMatch(again.out, /resampling/, 'it is remembered');
});
