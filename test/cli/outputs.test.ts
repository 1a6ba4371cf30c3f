import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { allCommands } from '../../cli/src/commands.ts';
import { onnxModel } from '../kit/onnxModel.ts';
import { outputSchemas } from '../kit/outputSchemas.ts';
import { type Said, testProject } from '../kit/project.ts';

const commands = await allCommands();
const folder = new URL('../../schemas/output/', import.meta.url);

test('every operation has the schema of its result, every key of it a description', () => {
  for (const { operation } of commands)
    if (operation.result !== undefined)
      assert.ok(existsSync(new URL(`${operation.result}.schema.json`, folder)), operation.result);
  for (const name of globSync('*.schema.json', { cwd: folder })) {
    const schema = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
    assert.ok(schema.title && schema.description, name);
    assert.deepEqual(undescribed(schema, name.replace('.schema.json', '')), []);
  }
});

test('what the commands print follows their schemas', async (t) => {
  const project = testProject(t, PROJECT);
  project.write('model.onnx', onnxModel(1));
  await project.parquet('rows.parquet', 'select x::double as x, x > 3 as late from range(200) as r(x)');
  const follows = outputSchemas();
  const say = async (line: string | readonly string[], schema: string, code = 0): Promise<Said> => {
    const said = await project.modelyard([...(typeof line === 'string' ? line.split(' ') : line), '--format', 'json']);
    assert.equal(said.code, code, said.err + said.out);
    follows(schema, said.json());
    return said;
  };
  await say('run whole --dry-run', 'run');
  const { run } = (await say('run whole', 'run')).json<{ run: string }>();
  await say('run whole --param broken=true', 'run', 1);
  await say(`attach ${run}`, 'attach');
  const two = (await say('runs list --limit 2', 'runs-list')).json<{ runs: { id: string }[] }>();
  await say(['runs', 'search', 'metrics.roc_auc > 0.5', '--steps'], 'runs-list');
  for (const { id } of (await say('runs list --steps', 'runs-list')).json<{ runs: { id: string }[] }>().runs)
    await say(`runs show ${id}`, 'runs-show');
  await say(['runs', 'compare', ...two.runs.map(({ id }) => id)], 'runs-compare');
  await say(`runs tag ${run} note=wide`, 'runs-tag');
  await say(`runs delete ${run}`, 'runs-delete');
  await say(`runs delete ${run} --restore`, 'runs-delete');
  await say('models list', 'models-list');
  await say('models alias sigmoid candidate', 'models-alias');
  await say('models alias sigmoid:1 candidate', 'models-alias');
  await say('models show sigmoid@candidate', 'models-show');
  await say('models compare sigmoid:1 sigmoid@candidate', 'models-compare');
  await say('models register model.onnx --name other', 'models-register');
  await say('models verify', 'models-verify');
  const [read] = (await say('data versions rows', 'data-versions')).json<{ versions: { version: string }[] }>()
    .versions;
  await say(`data versions rows@${read?.version}`, 'data-versions');
  await say(`data checkout rows@${read?.version}`, 'data-checkout');
  await say(`data checkout rows@${read?.version} --output again`, 'data-checkout');
  await say('prepare whole numbers', 'prepare');
  await say('data lock', 'data-lock');
  await say(`data diff rows@${read?.version} rows`, 'data-diff');
  await say('data diff rows.parquet again/rows.parquet --key x', 'data-diff');
  await say('doctor', 'doctor');
  await say('validate', 'validate');
  await say('data leakage rows.parquet --target late', 'data-leakage');
  await say('evaluate --data rows.parquet --target late --model sigmoid --resamples 20', 'evaluate');
  await say('evaluate --data rows.parquet --target late --score x --metrics roc_auc --slice late', 'evaluate');
  await say('evaluate --data rows.parquet --target x --prediction x --task regression --resamples 0', 'evaluate');
  await say('predict --model sigmoid --input rows.parquet --output out.parquet', 'predict');
});

test('every event of a run follows the schema of events', async (t) => {
  const project = testProject(t, PROJECT);
  project.write('model.onnx', onnxModel(1));
  await project.parquet('rows.parquet', 'select x::double as x, x > 3 as late from range(200) as r(x)');
  const follows = outputSchemas();
  const seen = new Set<string>();
  for (const line of ['run whole', 'run whole', 'run whole --param broken=true'])
    for (const event of (await project.modelyard(`${line} --format ndjson`)).events()) {
      follows('events', event);
      seen.add(event.type);
    }
  const all = ['run.started', 'step.started', 'step.progress', 'metric', 'log', 'step.finished', 'run.finished'];
  assert.deepEqual([...seen].sort(), all.sort());
});

/** Places in a schema where a property is neither described nor a reference to what is. */
function undescribed(schema: unknown, place: string): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties = {} } = schema as { properties?: Record<string, Record<string, unknown>> };
  const own = Object.entries(properties).filter(([, one]) => !('description' in one) && !('$ref' in one));
  const below = Object.entries(schema).flatMap(([key, part]) => undescribed(part, `${place}.${key}`));
  return [...own.map(([name]) => `${place}.${name}`), ...below];
}

const PROJECT = `
#- rows.dataset.yaml
dataset: rows
source: rows.parquet
#- put.mjs
import { writeFileSync } from 'node:fs';
writeFileSync(process.argv[2], '{"share":0.5}');
#- whole.pipeline.yaml
pipeline: whole
params: {broken: false}
steps:
  examples:
    uses: data/examples
    with: {from: rows, label: {late: late}, columns: {x: x}}
  split:
    uses: data/split
    with: {data: "\${{ steps.examples.data }}", by: random, test: 50%}
  train:
    run: cp model.onnx \${{ outputs.model }}
    inputs: {file: model.onnx, data: "\${{ steps.split.train }}"}
    outputs: {model: model.onnx}
  evaluate:
    uses: model/evaluate
    with:
      model: \${{ steps.train.model }}
      data: \${{ steps.split.test }}
      metrics: [roc_auc, brier, {name: cost, sql: avg(score)}]
      intervals: {resamples: 20}
  register:
    uses: model/register
    with: {model: "\${{ steps.train.model }}", name: sigmoid}
  numbers:
    run: node put.mjs \${{ outputs.numbers }}
    inputs: {code: put.mjs}
    outputs: {numbers: numbers.json}
  breaks:
    run: node -e 'process.exit(1)'
    if: \${{ params.broken }}
  after:
    run: node -e 1
    needs: [breaks]
`;
