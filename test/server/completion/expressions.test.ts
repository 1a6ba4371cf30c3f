import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signatureHelp } from '../../../server/src/features/signatureHelp.ts';
import { completions, completionsAt } from '../../kit/completions.ts';
import { editor } from '../../kit/editor.ts';

function train(lines: string): string {
  return `#- p.pipeline.yaml
pipeline: p
params:
  seed: 7
  size: {type: string, enum: [small, it's big], default: small}
steps:
  examples:
    uses: data/examples
    with:
      from: flights
      label:
        late: delay > 15
      columns:
        origin: origin
  split:
    uses: data/split
    with:
      data: \${{ steps.examples.data }}
      by: time
  train:
    uses: model/train
${lines}
  evaluate:
    uses: model/evaluate
    with:
      model: \${{ steps.train.model }}
      data: \${{ steps.split.test }}
      metrics: [roc_auc]
#- modelyard.yaml
project: p
env: [DATA_ROOT]
`;
}

test('a place that wants a table is offered tables, the likeliest first', async () => {
  const found = await completionsAt(train('    with:\n      data: <|>'));
  assert.deepEqual(found.labels, [
    '${{ steps.split.train }}',
    '${{ steps.split.validation }}',
    '${{ steps.split.test }}',
    '${{ steps.examples.data }}',
  ]);
  assert.ok(found.apply('${{ steps.split.train }}').includes('data: ${{ steps.split.train }}\n'));
});

test('`$` and `{` begin an expression', async () => {
  for (const typed of ['$', '${']) {
    const inBraces = await completionsAt(train(`    with: {data: ${typed}<|>, target: late}`));
    assert.ok(
      inBraces.apply('${{ steps.split.train }}').includes('{data: "${{ steps.split.train }}", target: late}\n'),
      typed,
    );
  }
  for (const typed of ['$', '${', '{']) {
    const found = await completionsAt(train(`    with:\n      data: ${typed}<|>`));
    assert.equal(found.labels[0], '${{ steps.split.train }}', typed);
    assert.ok(found.apply('${{ steps.split.train }}').includes('data: ${{ steps.split.train }}\n'), typed);
    assert.ok(found.labels.includes('${{ }}'), typed);
  }
  const closed = await completionsAt(train('    with:\n      data: {<|>}'));
  assert.ok(closed.apply('${{ steps.split.train }}').includes('data: ${{ steps.split.train }}\n'));
});

test('in braces of YAML an expression is quoted', async () => {
  const found = await completionsAt(train('    with: {data: $<|>}'));
  assert.ok(found.apply('${{ steps.split.train }}').includes('with: {data: "${{ steps.split.train }}"}\n'));
});

test('a brace in braces of YAML begins one too', async () => {
  const found = await completionsAt(train('    with: {data: {<|>}, target: late}'));
  assert.ok(
    found.apply('${{ steps.split.train }}').includes('with: {data: "${{ steps.split.train }}", target: late}\n'),
  );
});

test('members with their types, not of the step itself nor of those that need it', async () => {
  const steps = await completionsAt(train('    with:\n      data: ${{ steps.<|> }}'));
  assert.deepEqual([...steps.labels].sort(), ['examples', 'split']);
  assert.equal(steps.detail('split'), 'data/split');
  const outputs = await completionsAt(train('    with:\n      data: ${{ steps.split.t<|> }}'));
  assert.deepEqual([...outputs.labels].sort(), ['test', 'train', 'validation']);
  assert.equal(outputs.detail('train'), 'table');
  assert.ok(outputs.apply('train').includes('data: ${{ steps.split.train }}\n'));
  const params = await completionsAt(train('    with:\n      params: {seed: "${{ params.<|>"}'));
  assert.equal(params.detail('seed'), 'integer = 7');
});

test('an expression that is not closed is closed by what is whole', async () => {
  const found = await completionsAt(train('    with:\n      data: ${{ <|>'));
  assert.equal(found.labels[0], 'steps.split.train');
  assert.ok(found.apply('steps.split.train').includes('data: ${{ steps.split.train }}\n'));
});

test('contexts of the place, functions, and nothing that is empty', async () => {
  const found = await completions(train('    with:\n      data: ${{ <|> }}'));
  for (const name of ['params', 'steps', 'run', 'git', 'env', 'len', 'if']) assert.ok(found.includes(name), name);
  for (const name of ['matrix', 'inputs', 'secrets', 'always']) assert.ok(!found.includes(name), name);
});

test('a bare condition is an expression', async () => {
  const other = (condition: string) =>
    train(`    with: {data: x}\n  other:\n    if: ${condition}\n    uses: data/validate`);
  const found = await completions(other('<|>'));
  assert.equal(found[0], 'steps.evaluate.metrics.roc_auc');
  assert.ok(found.includes('always') && found.includes('steps'));
  assert.deepEqual(await completions(other('steps.evaluate.metrics.<|>')), ['roc_auc']);
});

test('behind `==` stand the values that the other side may have', async () => {
  const found = await completionsAt(train('    if: params.size == <|>'));
  assert.deepEqual(found.labels.slice(0, 2), ["'small'", "'it''s big'"]);
  assert.deepEqual(await completions(train("    if: ${{ params.size == 'sm<|>' }}")), ['small', "it''s big"]);
  assert.equal((await completions(train('    if: ${{ git.dirty == <|> }}')))[0], 'true');
});

test('a file that is broken around still tells its steps', async () => {
  const found = await completions(train('    with: {data: ${{ steps.<|>'));
  assert.ok(found.includes('split'));
});

test('signatures of functions in expressions and SQL', async () => {
  const help = async (lines: string) => signatureHelp(editor(train(lines)).spot());
  const condition = await help('    if: if(params.seed > 3, <|>');
  assert.deepEqual([condition?.signatures[0]?.label, condition?.activeParameter], ['if(condition, then, else)', 1]);
  const nested = await help('    with:\n      data: ${{ contains(steps.split.train, min(1, <|>) }}');
  assert.deepEqual(
    nested?.signatures.map(({ label }) => label),
    ['min(a, b, ...)', 'min(list)'],
  );
  const sql = await signatureHelp(
    editor("#- a.dataset.yaml\ndataset: a\nchecks:\n  - rows: date_trunc('day', <|>\n").spot(),
  );
  assert.deepEqual([sql?.signatures[0]?.label, sql?.activeParameter], ['date_trunc(part, timestamp)', 1]);
  assert.equal(await help('    with:\n      data: foo(<|>'), null);
});
