import assert from 'node:assert/strict';
import { test } from 'node:test';
import { completions } from '../../kit/completions.ts';

const AROUND = `
#- scored.csv
id,port,late,p
1,a,true,0.5
#- scored.dataset.yaml
dataset: scored
source: scored.csv
columns: {id: {}, port: {}, late: {}, p: {}}
#- p.pipeline.yaml
pipeline: p
steps:
  train:
    run: node train.mjs
    inputs: {code: train.mjs}
    outputs: {model: model/, booster: booster.txt, said: said.parquet}
`;

test('tables of steps and datasets are offered as predictions', async () => {
  const found = await completions(
    `${AROUND}  evaluate:\n    uses: model/evaluate\n    with:\n      predictions: <|>\n`,
  );
  assert.ok(found.includes('${{ steps.train.said }}') && found.includes('scored'), found.join(' '));
  assert.ok(!found.includes('${{ steps.train.model }}'));
});

test('its columns are those of the dataset', async () => {
  const step = `${AROUND}  evaluate:\n    uses: model/evaluate\n    with:\n      predictions: scored\n`;
  for (const place of ['target: <|>', 'score: <|>', 'key: [<|>]', 'slices: [<|>]', 'score: {a: <|>}'])
    assert.deepEqual(
      (await completions(`${step}      ${place}\n`)).slice(0, 4).toSorted(),
      ['id', 'late', 'p', 'port'],
      place,
    );
});

test('models come before files where a model is registered', async () => {
  const found = await completions(`${AROUND}  register:\n    uses: model/register\n    with:\n      model: <|>\n`);
  const [model, booster] = ['model', 'booster'].map((name) => found.indexOf(`\${{ steps.train.${name} }}`));
  assert.ok(model! >= 0 && model! < booster!, found.join(' '));
  assert.ok(!found.includes('${{ steps.train.said }}'));
});
