import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ModelPort } from '../../../engine/src/ports/modelRuntime.ts';
import { readMlmodel } from '../../../engine/src/registry/mlmodelFile.ts';
import { mlflowColumns, writeMlmodel } from '../../../engine/src/registry/writeMlmodel.ts';

const port = (name: string, type: ModelPort['type'], ...shape: readonly (number | undefined)[]): ModelPort => ({
  name,
  type,
  shape,
});
const label = port('label', 'int64', undefined);

test('a column for each input of one value a row', () => {
  const inputs = [port('a', 'float', undefined), port('s', 'string', undefined), port('n', 'int64', undefined)];
  const columns = mlflowColumns({ inputs, outputs: [label, port('p', 'float', undefined, 1)] }, 'm:1');
  assert.deepEqual(columns, [
    { name: 'a', type: 'double' },
    { name: 's', type: 'string' },
    { name: 'n', type: 'long' },
  ]);
  const text = writeMlmodel({ run: '9b1f0000000000000000000000000000', created: '2026-11-20T10:00:00Z' }, columns);
  assert.deepEqual(readMlmodel(text), {
    flavors: ['onnx', 'python_function'],
    onnx: 'model.onnx',
    environment: {},
    signature: { inputs: { a: 'float', s: 'string', n: 'float' }, outputs: {} },
  });
});

test('a matrix of float takes any columns', () => {
  assert.equal(mlflowColumns({ inputs: [port('x', 'float', undefined, 4)], outputs: [label] }, 'm:1'), null);
});

test('what MLflow would answer otherwise is refused, naming the part', () => {
  const matrix = port('x', 'float', undefined, 4);
  const refused: readonly [inputs: readonly ModelPort[], outputs: readonly ModelPort[], why: RegExp][] = [
    [[matrix], [label, port('probabilities', 'float', undefined, 3)], /output `probabilities` \(float \[N, 3\]\)/],
    [[matrix], [port('z', 'other')], /output `z`/],
    [[port('a', 'float', undefined, 1), port('b', 'float', undefined, 1)], [label], /input `a` \(float \[N, 1\]\)/],
    [[port('x', 'double', undefined, 4)], [label], /input `x`/],
    [[port('x', 'other', undefined)], [label], /input `x`/],
  ];
  for (const [inputs, outputs, message] of refused)
    assert.throws(() => mlflowColumns({ inputs, outputs }, 'm:1'), { reason: 'model-shape', message });
});
