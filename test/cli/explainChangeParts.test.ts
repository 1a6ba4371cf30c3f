import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { ChangeExplanation, ExplainEvent } from '../../engine/src/operations/models/explain/explanation.ts';
import { outputSchemas } from '../kit/outputSchemas.ts';
import { type TestProject, testProject } from '../kit/project.ts';

const TRAIN = `
  split:
    uses: data/split
    with: {data: "\${{ steps.TABLE }}", by: random, test: 40%}
  train:
    uses: model/train
    with: {data: "\${{ steps.split.train }}", target: late, learner: gradient-boosting, params: {rounds: 3}}
  evaluate:
    uses: model/evaluate
    with: {model: "\${{ steps.train.model }}", data: "\${{ steps.split.test }}", metrics: [log_loss], intervals: {resamples: 20}}
`;

const EXAMPLES = `
#- rows.dataset.yaml
dataset: rows
source: rows.csv
keep: hash
#- small.pipeline.yaml
pipeline: small
steps:
  examples:
    uses: data/examples
    with: {from: rows, label: {late: late}, columns: {x: x}}
`;

interface Shop extends TestProject {
  ran(line?: string): Promise<string>;
  /** The first text in a file becomes the other. */
  change(file: string, from: string, to: string): void;
  rows(count: number, wrong: number): void;
  explained(a: string, b: string, more?: string): Promise<ChangeExplanation>;
}

function shop(t: TestContext, fixture: string): Shop {
  const project = testProject(t, fixture);
  const rows = (count: number, wrong: number) => {
    const lines = Array.from({ length: count }, (_, i) => {
      const [x, y] = [(i * 37) % 101, (i * 11) % 17];
      const day = new Date(Date.UTC(2024, 0, 1) + i * 3_600_000).toISOString().slice(0, 19);
      return `${day},${x % 5},${x},${y},${x + 3 * y > 70 !== (i * 7919) % 100 < wrong}`;
    });
    project.write('rows.csv', ['at,who,x,y,late', ...lines].join('\n'));
  };
  rows(300, 5);
  return {
    ...project,
    rows,
    change: (file, from, to) => {
      assert.ok(project.read(file).includes(from), from);
      project.write(file, project.read(file).replace(from, to));
    },
    async ran(line = 'run small') {
      const said = await project.modelyard(`${line} --format json`);
      assert.equal(said.code, 0, said.err);
      return said.json<{ run: string }>().run;
    },
    async explained(a, b, more = '--seeds 0') {
      const said = await project.modelyard(`models explain-change ${a} ${b} ${more} --format json`);
      assert.equal(said.code, 0, said.err);
      const explanation = said.json<ChangeExplanation>();
      outputSchemas()('models-explain-change', explanation);
      const { contributions, rest, difference } = explanation;
      const sum = contributions.reduce((all, { contribution }) => all + contribution, rest);
      assert.ok(Math.abs(sum - difference) < 1e-12, `${sum} is not ${difference}`);
      return explanation;
    },
  };
}

function factors({ contributions }: ChangeExplanation): readonly string[] {
  return contributions.map(({ factor }) => factor).sort();
}

test('data that is gone is not missed while what was made of it is there', async (t) => {
  const project = shop(t, EXAMPLES + TRAIN.replace('TABLE', 'examples.data'));
  const a = await project.ran();
  project.rows(300, 30);
  project.change('small.pipeline.yaml', 'rounds: 3', 'rounds: 9');
  const b = await project.ran();
  project.rows(10, 0);
  const found = await project.explained(a, b);
  assert.deepEqual(factors(found), ['data:rows', 'params:train', 'test-data:rows']);
  assert.deepEqual([found.rest, found.notSwapped], [0, []]);
  const params = found.contributions.find(({ kind }) => kind === 'params');
  assert.deepEqual([params?.label, params?.before, params?.after], ['rounds', '3', '9']);
});

test('data that is gone and needed is said, and counts into the rest', async (t) => {
  const project = shop(t, EXAMPLES + TRAIN.replace('TABLE', 'examples.data'));
  const a = await project.ran();
  project.rows(300, 30);
  project.change('small.pipeline.yaml', 'columns: {x: x}', 'columns: {x: x, y: y}');
  project.change('small.pipeline.yaml', 'rounds: 3', 'rounds: 9');
  const b = await project.ran();
  project.rows(10, 0);
  const found = await project.explained(a, b);
  assert.deepEqual(factors(found), ['params:train']);
  assert.notEqual(found.rest, 0);
  assert.deepEqual(
    found.notSwapped.map(({ factor }) => factor),
    ['test-data:rows', 'data:rows', 'step:examples'],
  );
  assert.match(found.notSwapped[0]!.reason, /^The bytes of rows\.csv of rows@[0-9a-f]{12} are not here/);
  const said = await project.modelyard(`models explain-change ${a} ${b} --seeds 0`);
  assert.match(said.out, /\nnot explained +[+-]0\./);
  assert.match(said.out, /\nnot swapped: data rows\. The bytes of rows\.csv/);

  // With the files of one of them back in their place all can be told.
  project.rows(300, 30);
  const again = await project.explained(a, b);
  assert.deepEqual([again.rest, again.notSwapped], [0, []]);
});

const MIX = `
  mix:
    run: sh mix.sh \${{ inputs.rows }} \${{ outputs.rows }}
    inputs: {code: mix.sh, rows: "\${{ steps.examples.data }}"}
    outputs: {rows: rows.parquet}
`;

test('an own program is taken from the cache, and what it would give else is not known', async (t) => {
  const fixture = `${EXAMPLES.replace('columns: {x: x}', 'columns: {x: x, y: y}').trimEnd()}${MIX.trimEnd()}${TRAIN.replace('TABLE', 'mix.rows')}
#- mix.sh
cp "$1" "$2"
`;
  const project = shop(t, fixture.replace('keep: hash', 'keep: copy'));
  const a = await project.ran();
  project.rows(300, 30);
  const b = await project.ran();
  const sameProgram = await project.explained(a, b);
  assert.deepEqual(factors(sameProgram), ['data:rows', 'test-data:rows']);
  assert.deepEqual([sameProgram.rest, sameProgram.notSwapped], [0, []]);

  project.write('mix.sh', 'cp "$1" "$2" # as before\n');
  project.rows(250, 10);
  const c = await project.ran();
  const both = await project.explained(b, c);
  assert.deepEqual(factors(both), []);
  assert.equal(both.rest, both.difference);
  assert.deepEqual(
    both.notSwapped.map(({ factor }) => factor),
    ['test-data:rows', 'data:rows', 'step:mix'],
  );
  assert.match(both.notSwapped[0]!.reason, /^`mix` runs a program of yours, and what it gives/);
});

test('features, a step and one that is new are factors of their own', async (t) => {
  const fixture = `${EXAMPLES.replace('keep: hash', 'timestamp: at').replace(
    'columns: {x: x}',
    'columns: {x: x}, features: [{view: person, on: {person: who}}]',
  )}${TRAIN.replace('TABLE', 'examples.data')}
#- person.features.yaml
features: person
dataset: rows
entity: {person: who}
timestamp: at
fields:
  seen: {sql: avg(y), window: 24h, type: float}
`;
  const project = shop(t, fixture);
  const a = await project.ran();
  project.change('person.features.yaml', 'avg(y)', 'max(y)');
  project.change('small.pipeline.yaml', 'columns: {x: x}', 'columns: {x: x, y: y}');
  project.change('small.pipeline.yaml', 'data: "${{ steps.split.train }}"', 'data: "${{ steps.half.train }}"');
  project.change(
    'small.pipeline.yaml',
    '  train:\n',
    '  half:\n    uses: data/split\n    with: {data: "${{ steps.split.train }}", by: random, test: 50%}\n  train:\n',
  );
  const b = await project.ran();
  const found = await project.explained(a, b);
  assert.deepEqual(found.order, ['features:person', 'step:examples', 'step:train']);
  assert.deepEqual([found.rest, found.notSwapped], [0, []]);
  const step = found.contributions.find(({ factor }) => factor === 'step:examples');
  assert.deepEqual([step?.before, step?.after], ['columns: {"x":"x"}', 'columns: {"x":"x","y":"y"}']);
  assert.deepEqual([found.noise.sd, found.noise.reason], [null, 'No seed stands in what the metric hangs on.']);
});

test('its events follow their schema, and the last is the result', async (t) => {
  const project = shop(t, EXAMPLES + TRAIN.replace('TABLE', 'examples.data'));
  const a = await project.ran();
  project.change('small.pipeline.yaml', 'rounds: 3', 'rounds: 9');
  project.change('small.pipeline.yaml', 'columns: {x: x}', 'columns: {y: y}');
  const b = await project.ran();
  const said = await project.modelyard(`models explain-change ${a} ${b} --format ndjson`);
  const events = said.events() as unknown as readonly ExplainEvent[];
  const follows = outputSchemas();
  for (const event of events) follows('events', event);
  assert.deepEqual(events.at(-1), { type: 'explain.finished', ...(await project.explained(a, b, '')) });
  assert.ok(events.some(({ type }) => type === 'explain.progress'));

  const stop = AbortSignal.abort();
  const stopped = await project.modelyard(`models explain-change ${b} ${a} --seeds 0`, { signal: stop });
  assert.equal(stopped.code, 130);
});

test('what cannot be explained is refused with the next step', async (t) => {
  const project = shop(
    t,
    `${EXAMPLES}${TRAIN.replace('TABLE', 'examples.data')}
#- other.pipeline.yaml
pipeline: other
steps:
  examples:
    uses: data/examples
    with: {from: rows, label: {late: late}, columns: {x: x}}
`,
  );
  const a = await project.ran();
  const other = await project.ran('run other');
  const said = async (line: string) => {
    const { code, err } = await project.modelyard(`models explain-change ${line}`);
    assert.equal(code, 2, err);
    return err;
  };
  assert.match(await said(`${a} ${other}`), /is of the pipeline `small`, [0-9a-f]{8} of `other`\./);
  assert.match(await said(`${other} ${other}`), /The run [0-9a-f]{8} has measured nothing\./);
  assert.match(await said(`${a} ${a} --metric logloss`), /has no metric `logloss`\.\n.*Did you mean `log_loss`\?/);
  assert.match(await said(`${a} ffffffff`), /There is no run ffffffff/);
  assert.match(await said(`${a} none:3`), /none/);
  assert.match(await said(`${a} ${a} --order late`), /`--order late`: no such factor\./);
  const same = await project.modelyard(`models explain-change ${a} ${a}`);
  assert.match(same.out, /Nothing that the metric hangs on differs between the runs\./);
});
